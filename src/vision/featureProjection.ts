/**
 * @file What in the images activates a feature: its activations, taken back to the images by the pullback.
 *
 *     projection(x) = J^T y        y: the features of x, of which all but the chosen ones are set to 0
 *
 * The pullback of a convolution is the transposed convolution, and that of max pooling puts each value back where it was
 * (`maxUnpool`). With the rule of `withDeconvnetRelu` for rectifiers, the projection is therefore the deconvnet of Zeiler
 * and Fergus (2014).
 *
 * Laws: "a deconvnet is unpooling and transposed convolution"; "the projections of all channels add up".
 */
import { checkOptions } from '../core/options.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { vjp } from '../diff/index.ts'
import type { TensorFunction } from '../nn/index.ts'
import { equal, max, oneHot, reshape, slice, where } from '../ops/index.ts'

/** Which activations {@link featureProjection} takes back. */
export interface FeatureProjectionOptions {
  /** The feature map, counted along the channels; all of them by default. */
  readonly channel?: number
  /** Whether only the greatest activation of each image is taken, ties included; false by default. */
  readonly strongest?: boolean
}

/** The greatest entry of each image, and 0 elsewhere. */
const strongestOf = (features: Tensor): Tensor => {
  const axis = features.shape.slice(1).map((_, k) => k + 1)
  return where(equal(features, max({ axis, keepDims: true })(features)), features, 0)
}

/** One channel, and 0 elsewhere; what of it is taken is up to `take`. */
const channelOf = (features: Tensor, channel: number, take: (features: Tensor) => Tensor): Tensor => {
  const [, channels = 0, ...sides] = features.shape
  if (!Number.isInteger(channel) || channel < 0 || channel >= channels) {
    return refuse('featureProjection', [features.shape], {
      expected: `a channel from 0 to ${String(channels - 1)}`,
      found: String(channel),
    })
  }
  const mask = reshape([channels, ...sides.map(() => 1)])(oneHot(channels)(channel))
  return where(mask, take(slice([{}, { start: channel, stop: channel + 1 }])(features)), 0)
}

/**
 * Takes the features of images back to the images, in their shape. `before` gives features [N, C, ...], as a {@link Tap}
 * does: of a network as it is, the result is a gradient; after {@link withDeconvnetRelu}, a deconvnet; after {@link
 * withGuidedRelu}, guided backpropagation.
 *
 * @example
 * ```ts
 * import { maxPool2d, tensor, toNested } from 'cotangent'
 * import { featureProjection } from 'cotangent/vision'
 *
 * const pooled = maxPool2d({ kernel: 2 })
 * const image = tensor([[[[1, 5, 3, 2], [0, 4, 2, 7]]]])
 * toNested(featureProjection(pooled)(image)) // => [[[[0, 5, 0, 0], [0, 0, 0, 7]]]]
 * toNested(featureProjection(pooled, { strongest: true })(image)) // => [[[[0, 0, 0, 0], [0, 0, 0, 7]]]]
 * ```
 */
export const featureProjection = (
  before: TensorFunction,
  options: FeatureProjectionOptions = {},
): ((images: Tensor) => Tensor) => {
  const { channel, strongest = false } = checkOptions('featureProjection', options, { channel: true, strongest: true })
  const take = strongest ? strongestOf : (features: Tensor): Tensor => features
  return (images) => {
    const [features, pullback] = vjp(before)(images)
    if (features.shape.length < 2) {
      return refuse('featureProjection', [features.shape], {
        expected: 'features [N, C, ...]',
        found: showShape(features.shape),
      })
    }
    const taken = channel === undefined ? take(features) : channelOf(features, channel, take)
    return pullback(taken)
  }
}
