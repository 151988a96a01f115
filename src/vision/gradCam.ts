/**
 * @file Grad-CAM: where in the image the features are that speak for a class.
 *
 *     map[i, j] = relu(sum over c of a[c] A[c, i, j])        a[c] = mean over i, j of d score / d A[c, i, j]
 *
 * After Selvaraju and others, "Grad-CAM: visual explanations from deep networks via gradient-based localization" (2017).
 *
 * Laws: "of a network that averages and scores linearly, Grad-CAM is the weighted sum of its maps" (CAM, Zhou and others,
 * 2016); "it is homogeneous in the score", so that the weights of other classes do not matter.
 */
import { checkOptions } from '../core/options.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { ofShape } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { interpolate, mean, mul, relu, sum } from '../ops/index.ts'
import type { Classes } from './chosenScores.ts'
import { gradientOfScores } from './saliency.ts'
import type { Tap } from './tapped.ts'

/** How {@link gradCam} gives its maps. */
export interface GradCamOptions {
  /** The size of the maps: that of the images, bilinearly enlarged, or that of the features. 'image' by default. */
  readonly size?: 'image' | 'features'
}

/**
 * The Grad-CAM of a class at a tap, [N, 1, H, W] for images [N, C, H, W], without negative entries. Classes are chosen as
 * for {@link inputGradient}; the last convolution before the dense layers is the usual tap. Refuses a tap whose output is
 * not [N, C, h, w].
 *
 * @example
 * ```ts
 * import { key, zeros } from 'cotangent'
 * import { lenet } from 'cotangent/models'
 * import { gradCam, tapped } from 'cotangent/vision'
 *
 * const tap = tapped(lenet)('conv2')(...lenet.init(key(1)))
 * gradCam(tap)(zeros([2, 1, 28, 28]), 3).shape // => [2, 1, 28, 28]
 * gradCam(tap, { size: 'features' })(zeros([2, 1, 28, 28])).shape // => [2, 1, 10, 10]
 * ```
 */
export const gradCam = (
  { before, after }: Tap,
  options: GradCamOptions = {},
): ((images: Tensor, classes?: Classes) => Tensor<readonly [number, 1, number, number]>) => {
  const { size = 'image' } = checkOptions('gradCam', options, { size: { image: true, features: true } })
  return (images, classes) => {
    const features = before(images)
    if (features.shape.length !== 4 || images.shape.length !== 4) {
      return refuse('gradCam', [images.shape, features.shape], {
        expected: 'images [N, C, H, W] and features [N, C, h, w]',
        found: `${showShape(images.shape)} and ${showShape(features.shape)}`,
      })
    }
    const gradient = gradientOfScores('gradCam', (inner) => after(inner, images), features, classes)
    const weights = mean({ axis: [2, 3], keepDims: true })(gradient)
    const map = relu(sum({ axis: 1, keepDims: true })(mul(weights, features)))
    const [, , height = 0, width = 0] = images.shape
    return ofShape(size === 'features' ? map : interpolate({ size: [height, width], mode: 'bilinear' })(map))
  }
}
