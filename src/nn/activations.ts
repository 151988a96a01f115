/**
 * @file Activation functions as layers; formulas, derivatives and laws are told with the operations of the same names.
 */
import * as ops from '../ops/activations.ts'
import type { AxisOption } from '../ops/logsumexp.ts'
import { logSoftmax as logSoftmaxOf, softmax as softmaxOf } from '../ops/logsumexp.ts'
import { relu as reluOf } from '../ops/relu.ts'
import { sigmoid as sigmoidOf } from '../ops/sigmoid.ts'
import { tanh as tanhOf } from '../ops/tanh.ts'
import type { Layer, None, SameShape } from './Layer.ts'
import { stateless } from './Layer.ts'

/**
 * The rectified linear unit max(x, 0) as a layer; its derivative at 0 is 0.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, relu } from 'cotangent/nn'
 *
 * toNested(relu.apply(evalMode)({}, {}, tensor([-1, 2], [2]))[0]) // => [0, 2]
 * ```
 */
export const relu: Layer<SameShape, None, None> = stateless((x) => reluOf(x))

/**
 * The hyperbolic tangent as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, tanh } from 'cotangent/nn'
 *
 * toNested(tanh.apply(evalMode)({}, {}, tensor([0, 1], [2]))[0]) // => [0, 0.761594]
 * ```
 */
export const tanh: Layer<SameShape, None, None> = stateless((x) => tanhOf(x))

/**
 * The logistic function 1 / (1 + e^-x) as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, sigmoid } from 'cotangent/nn'
 *
 * toNested(sigmoid.apply(evalMode)({}, {}, tensor([0, 1], [2]))[0]) // => [0.5, 0.731059]
 * ```
 */
export const sigmoid: Layer<SameShape, None, None> = stateless((x) => sigmoidOf(x))

/**
 * Softmax along an axis, the last by default, as a layer. Train on the logits with `crossEntropy`, which takes the
 * softmax itself.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, softmax } from 'cotangent/nn'
 *
 * toNested(softmax().apply(evalMode)({}, {}, tensor([3, 3], [1, 2]))[0]) // => [[0.5, 0.5]]
 * ```
 */
export const softmax = (options: AxisOption = {}): Layer<SameShape, None, None> =>
  stateless((x) => softmaxOf(options)(x))

/**
 * The logarithm of softmax along an axis, the last by default, as a layer; for `negativeLogLikelihood`.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, logSoftmax } from 'cotangent/nn'
 *
 * toNested(logSoftmax().apply(evalMode)({}, {}, tensor([3, 3], [1, 2]))[0]) // => [[-0.693147, -0.693147]]
 * ```
 */
export const logSoftmax = (options: AxisOption = {}): Layer<SameShape, None, None> =>
  stateless((x) => logSoftmaxOf(options)(x))

/**
 * Keeps x above 0, and a small multiple of it below, 0.01 by default, as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, leakyRelu } from 'cotangent/nn'
 *
 * toNested(leakyRelu({ slope: 0.1 }).apply(evalMode)({}, {}, tensor([-1, 2], [2]))[0]) // => [-0.1, 2]
 * ```
 */
export const leakyRelu = (options: { readonly slope?: number } = {}): Layer<SameShape, None, None> =>
  stateless(ops.leakyRelu(options))

/**
 * x above 0, alpha (e^x - 1) below, as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { elu, evalMode } from 'cotangent/nn'
 *
 * toNested(elu().apply(evalMode)({}, {}, tensor([-Infinity, 2], [2]))[0]) // => [-1, 2]
 * ```
 */
export const elu = (options: { readonly alpha?: number } = {}): Layer<SameShape, None, None> =>
  stateless(ops.elu(options))

/**
 * x above 0, alpha (e^(x / alpha) - 1) below, as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { celu, evalMode } from 'cotangent/nn'
 *
 * toNested(celu({ alpha: 2 }).apply(evalMode)({}, {}, tensor([-Infinity, 2], [2]))[0]) // => [-2, 2]
 * ```
 */
export const celu = (options: { readonly alpha?: number } = {}): Layer<SameShape, None, None> =>
  stateless(ops.celu(options))

/**
 * x times the probability that a normal number is below x, as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, gelu } from 'cotangent/nn'
 *
 * toNested(gelu().apply(evalMode)({}, {}, tensor([-1, 0, 1], [3]))[0]) // => [-0.158655, 0, 0.841345]
 * ```
 */
export const gelu = (options: { readonly approximate?: boolean } = {}): Layer<SameShape, None, None> =>
  stateless(ops.gelu(options))

/**
 * Kept between two bounds, -1 and 1 by default, as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, hardtanh } from 'cotangent/nn'
 *
 * toNested(hardtanh().apply(evalMode)({}, {}, tensor([-2, 0.5, 2], [3]))[0]) // => [-1, 0.5, 1]
 * ```
 */
export const hardtanh = (
  options: { readonly low?: number; readonly high?: number } = {},
): Layer<SameShape, None, None> => stateless(ops.hardtanh(options))

/**
 * Moved towards 0 by a threshold, 0.5 by default, as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, softshrink } from 'cotangent/nn'
 *
 * toNested(softshrink().apply(evalMode)({}, {}, tensor([-2, 0.25, 2], [3]))[0]) // => [-1.5, 0, 1.5]
 * ```
 */
export const softshrink = (options: { readonly threshold?: number } = {}): Layer<SameShape, None, None> =>
  stateless(ops.softshrink(options))

/**
 * x outside of a threshold, 0.5 by default, 0 within it, as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, hardshrink } from 'cotangent/nn'
 *
 * toNested(hardshrink().apply(evalMode)({}, {}, tensor([-2, 0.25, 2], [3]))[0]) // => [-2, 0, 2]
 * ```
 */
export const hardshrink = (options: { readonly threshold?: number } = {}): Layer<SameShape, None, None> =>
  stateless(ops.hardshrink(options))

/**
 * max(min(x, 6), 0) as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, relu6 } from 'cotangent/nn'
 *
 * toNested(relu6.apply(evalMode)({}, {}, tensor([-1, 3, 8], [3]))[0]) // => [0, 3, 6]
 * ```
 */
export const relu6: Layer<SameShape, None, None> = stateless(ops.relu6)

/**
 * Elu scaled so that mean 0 and variance 1 are kept, as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, selu } from 'cotangent/nn'
 *
 * toNested(selu.apply(evalMode)({}, {}, tensor([-1, 0, 1], [3]))[0]) // => [-1.111331, 0, 1.050701]
 * ```
 */
export const selu: Layer<SameShape, None, None> = stateless(ops.selu)

/**
 * log(1 + e^x) as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, softplus } from 'cotangent/nn'
 *
 * toNested(softplus.apply(evalMode)({}, {}, tensor([0, 1000], [2]))[0]) // => [0.693147, 1000]
 * ```
 */
export const softplus: Layer<SameShape, None, None> = stateless(ops.softplus)

/**
 * x / (1 + |x|) as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, softsign } from 'cotangent/nn'
 *
 * toNested(softsign.apply(evalMode)({}, {}, tensor([-1, 0, 3], [3]))[0]) // => [-0.5, 0, 0.75]
 * ```
 */
export const softsign: Layer<SameShape, None, None> = stateless(ops.softsign)

/**
 * x sigmoid(x), also called swish, as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, silu } from 'cotangent/nn'
 *
 * toNested(silu.apply(evalMode)({}, {}, tensor([-1, 0, 1], [3]))[0]) // => [-0.268941, 0, 0.731059]
 * ```
 */
export const silu: Layer<SameShape, None, None> = stateless(ops.silu)

/**
 * x tanh(softplus(x)) as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, mish } from 'cotangent/nn'
 *
 * toNested(mish.apply(evalMode)({}, {}, tensor([-1, 0, 1], [3]))[0]) // => [-0.303401, 0, 0.865098]
 * ```
 */
export const mish: Layer<SameShape, None, None> = stateless(ops.mish)

/**
 * log(sigmoid(x)) as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, logSigmoid } from 'cotangent/nn'
 *
 * toNested(logSigmoid.apply(evalMode)({}, {}, tensor([-1000, 0], [2]))[0]) // => [-1000, -0.693147]
 * ```
 */
export const logSigmoid: Layer<SameShape, None, None> = stateless(ops.logSigmoid)

/**
 * relu6(x + 3) / 6 as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, hardsigmoid } from 'cotangent/nn'
 *
 * toNested(hardsigmoid.apply(evalMode)({}, {}, tensor([-4, 0, 4], [3]))[0]) // => [0, 0.5, 1]
 * ```
 */
export const hardsigmoid: Layer<SameShape, None, None> = stateless(ops.hardsigmoid)

/**
 * x hardsigmoid(x) as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, hardswish } from 'cotangent/nn'
 *
 * toNested(hardswish.apply(evalMode)({}, {}, tensor([-4, 1, 4], [3]))[0]) // => [0, 0.666667, 4]
 * ```
 */
export const hardswish: Layer<SameShape, None, None> = stateless(ops.hardswish)

/**
 * x - tanh(x) as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, tanhshrink } from 'cotangent/nn'
 *
 * toNested(tanhshrink.apply(evalMode)({}, {}, tensor([-1, 0, 1], [3]))[0]) // => [-0.238406, 0, 0.238406]
 * ```
 */
export const tanhshrink: Layer<SameShape, None, None> = stateless(ops.tanhshrink)
