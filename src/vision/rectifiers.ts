/**
 * @file Networks whose rectifiers pass cotangents back by another rule. Their values are the same.
 *
 *     backpropagation    dx = dy where y > 0
 *     deconvnet          dx = dy where dy > 0
 *     guided             dx = dy where y > 0 and dy > 0
 *
 * After Zeiler and Fergus, "Visualizing and understanding convolutional networks" (2014), and Springenberg, Dosovitskiy,
 * Brox and Riedmiller, "Striving for simplicity: the all convolutional net" (2015). All that follows from a derivative,
 * such as `inputGradient` and `featureProjection`, then follows the rule. Elsewhere the networks stay as they are.
 *
 * Laws: "the value is the network's"; "without rectifiers the gradient is the network's"; "a deconvnet is unpooling and
 * transposed convolution".
 */
import type { RuleOf } from '../core/ShapedFunction.ts'
import type { Tensor } from '../core/Tensor.ts'
import { customVjp, vjp } from '../diff/index.ts'
import type { Layer, LayerParams, LayerState, SomeLayer, TensorFunction } from '../nn/index.ts'
import { mapLayers } from '../nn/index.ts'
import { relu, relu6 } from '../ops/index.ts'

const rectifiers: readonly SomeLayer[] = [relu, relu6]

type Changed<L> = Layer<RuleOf<L>, LayerParams<L>, LayerState<L>>

/** Replaces the rectifiers of a network, each of which is a function of a tensor. */
const withRectifiers =
  (change: (rectifier: TensorFunction) => TensorFunction) =>
  <L extends SomeLayer>(network: L): Changed<L> =>
    mapLayers((layer) => (typeof layer === 'function' && rectifiers.includes(layer) ? change(layer) : layer))(network)

const guidedRule = (rectifier: TensorFunction): TensorFunction =>
  customVjp(rectifier, (x) => (cotangent) => vjp(rectifier)(x)[1](relu(cotangent)))

const deconvnetRule = (rectifier: TensorFunction): TensorFunction =>
  customVjp(rectifier, () => (cotangent: Tensor) => relu(cotangent))

/**
 * The same network, whose layers `relu` and `relu6` pass back only what is positive, and only where they passed it
 * forward: guided backpropagation.
 *
 * @example
 * ```ts
 * import { key, ones, relu } from 'cotangent'
 * import { dense, inUse, sequential } from 'cotangent/nn'
 * import { inputGradient, withGuidedRelu } from 'cotangent/vision'
 *
 * const network = sequential(dense(3, 5), relu, dense(5, 2))
 * const scores = inUse(withGuidedRelu(network))(...network.init(key(1)))
 * inputGradient(scores)(ones([4, 3])).shape // => [4, 3]
 * ```
 */
export const withGuidedRelu: <L extends SomeLayer>(network: L) => Changed<L> = withRectifiers(guidedRule)

/**
 * The same network, whose layers `relu` and `relu6` pass back what is positive, wherever it comes from: with {@link
 * featureProjection}, a deconvnet.
 *
 * @example
 * ```ts
 * import { key, ones, relu } from 'cotangent'
 * import { conv2d, sequential } from 'cotangent/nn'
 * import { featureProjection, tapped, withDeconvnetRelu } from 'cotangent/vision'
 *
 * const network = sequential(conv2d({ in: 1, out: 2, kernel: 3 }), relu)
 * const { before } = tapped(withDeconvnetRelu(network))('1')(...network.init(key(1)))
 * featureProjection(before, { channel: 0 })(ones([1, 1, 5, 5])).shape // => [1, 1, 5, 5]
 * ```
 */
export const withDeconvnetRelu: <L extends SomeLayer>(network: L) => Changed<L> = withRectifiers(deconvnetRule)
