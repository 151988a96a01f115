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

/** The hyperbolic tangent as a layer. */
export const tanh: Layer<SameShape, None, None> = stateless((x) => tanhOf(x))

/** The logistic function 1 / (1 + e^-x) as a layer. */
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

/** Keeps x above 0, and a small multiple of it below, 0.01 by default, as a layer. */
export const leakyRelu = (options: { readonly slope?: number } = {}): Layer<SameShape, None, None> =>
  stateless(ops.leakyRelu(options))

/** x above 0, alpha (e^x - 1) below, as a layer. */
export const elu = (options: { readonly alpha?: number } = {}): Layer<SameShape, None, None> =>
  stateless(ops.elu(options))

/** x above 0, alpha (e^(x / alpha) - 1) below, as a layer. */
export const celu = (options: { readonly alpha?: number } = {}): Layer<SameShape, None, None> =>
  stateless(ops.celu(options))

/** x times the probability that a normal number is below x, as a layer. */
export const gelu = (options: { readonly approximate?: boolean } = {}): Layer<SameShape, None, None> =>
  stateless(ops.gelu(options))

/** Kept between two bounds, -1 and 1 by default, as a layer. */
export const hardtanh = (
  options: { readonly low?: number; readonly high?: number } = {},
): Layer<SameShape, None, None> => stateless(ops.hardtanh(options))

/** Moved towards 0 by a threshold, 0.5 by default, as a layer. */
export const softshrink = (options: { readonly threshold?: number } = {}): Layer<SameShape, None, None> =>
  stateless(ops.softshrink(options))

/** x outside of a threshold, 0.5 by default, 0 within it, as a layer. */
export const hardshrink = (options: { readonly threshold?: number } = {}): Layer<SameShape, None, None> =>
  stateless(ops.hardshrink(options))

/** max(min(x, 6), 0) as a layer. */
export const relu6: Layer<SameShape, None, None> = stateless(ops.relu6)
/** Elu scaled so that mean 0 and variance 1 are kept, as a layer. */
export const selu: Layer<SameShape, None, None> = stateless(ops.selu)
/** log(1 + e^x) as a layer. */
export const softplus: Layer<SameShape, None, None> = stateless(ops.softplus)
/** x / (1 + |x|) as a layer. */
export const softsign: Layer<SameShape, None, None> = stateless(ops.softsign)
/** x sigmoid(x), also called swish, as a layer. */
export const silu: Layer<SameShape, None, None> = stateless(ops.silu)
/** x tanh(softplus(x)) as a layer. */
export const mish: Layer<SameShape, None, None> = stateless(ops.mish)
/** log(sigmoid(x)) as a layer. */
export const logSigmoid: Layer<SameShape, None, None> = stateless(ops.logSigmoid)
/** relu6(x + 3) / 6 as a layer. */
export const hardsigmoid: Layer<SameShape, None, None> = stateless(ops.hardsigmoid)
/** x hardsigmoid(x) as a layer. */
export const hardswish: Layer<SameShape, None, None> = stateless(ops.hardswish)
/** x - tanh(x) as a layer. */
export const tanhshrink: Layer<SameShape, None, None> = stateless(ops.tanhshrink)
