/**
 * @file Activation functions as layers; formulas, derivatives and laws are told with the operations of the same names.
 */
import type { AxisOption } from '../ops/logsumexp.ts'
import { softmax as softmaxOf } from '../ops/logsumexp.ts'
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
