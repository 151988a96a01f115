/**
 * @file LeNet for digits: two convolutions, three dense layers, 61,706 parameters. Of today for images of 28 x 28:
 *
 *     [N, 1, 28, 28]  conv 5x5, pad 2  [N, 6, 28, 28]  pool  [N, 6, 14, 14]
 *                     conv 5x5         [N, 16, 10, 10] pool  [N, 16, 5, 5]
 *                     400 -> 120 -> 84 -> 10
 *
 * and of old for images of 32 x 32, which need no padding: tanh for relu, average for max pooling.
 *
 * After LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition" (1998), whose own
 * form, with trained subsampling, a table of connections and radial basis functions, is `lenet1998`.
 */
import type { Tensor } from '../core/Tensor.ts'
import { relu } from '../ops/relu.ts'
import { tanh } from '../ops/tanh.ts'
import { conv2d } from '../nn/conv2d.ts'
import { dense } from '../nn/dense.ts'
import type { DenseParams } from '../nn/dense.ts'
import { flatten } from '../ops/flatten.ts'
import { lecunUniform, zeroInitializer } from '../nn/initializers.ts'
import type { None } from '../nn/Layer.ts'
import type { ImagesToScores } from './ImagesToScores.ts'
import type { Model } from '../nn/model.ts'
import { model } from '../nn/model.ts'
import { named } from '../nn/named.ts'
import { avgPool2d, maxPool2d } from '../ops/pool2d.ts'
import { mul } from '../ops/mul.ts'
import { oneHot } from '../ops/oneHot.ts'
import { sub } from '../ops/sub.ts'

/** For tanh: weights that keep the size of signals (LeCun et al., "Efficient BackProp", 1998), no bias at first. */
const forTanh = { initialWeight: lecunUniform, initialBias: zeroInitializer } as const

/** The parameters of {@link lenet}, by the names that PyTorch users give them. */
export interface LenetParams {
  readonly conv1: { readonly weight: Tensor<readonly [6, 1, 5, 5]>; readonly bias: Tensor<readonly [6]> }
  readonly conv2: { readonly weight: Tensor<readonly [16, 6, 5, 5]>; readonly bias: Tensor<readonly [16]> }
  readonly fc1: DenseParams<400, 120>
  readonly fc2: DenseParams<120, 84>
  readonly fc3: DenseParams<84, 10>
}

/**
 * LeNet: images [N, 1, 28, 28] to logits [N, 10]. Parameters begin as PyTorch's do.
 *
 * @example
 * ```ts
 * import { key, zeros } from 'cotangent'
 * import { lenet } from 'cotangent/models'
 * import { evalMode } from 'cotangent/nn'
 *
 * const [params, state] = lenet.init(key(1))
 * params.fc1.weight.shape // => [120, 400]
 * lenet.apply(evalMode)(params, state, zeros([32, 1, 28, 28]))[0].shape // => [32, 10]
 * ```
 */
export const lenet: Model<
  readonly [number, 1, 28, 28],
  readonly [number, 10],
  LenetParams,
  None,
  ImagesToScores<1, 10>
> = model(
  [-1, 1, 28, 28],
  named('conv1', conv2d({ in: 1, out: 6, kernel: 5, padding: 2 })),
  relu,
  maxPool2d({ kernel: 2 }),
  named('conv2', conv2d({ in: 6, out: 16, kernel: 5 })),
  relu,
  maxPool2d({ kernel: 2 }),
  flatten,
  named('fc1', dense(400, 120)),
  relu,
  named('fc2', dense(120, 84)),
  relu,
  named('fc3', dense(84, 10)),
)

/**
 * LeNet in its older form: images [N, 1, 32, 32] to [N, 10], trained by `euclideanLoss` towards {@link vectorLabels}.
 *
 * @example
 * ```ts
 * import { key, tensor, zeros } from 'cotangent'
 * import { lenetTanh, vectorLabels } from 'cotangent/models'
 * import { euclideanLoss, evalMode } from 'cotangent/nn'
 *
 * const [params, state] = lenetTanh.init(key(1))
 * const [scores] = lenetTanh.apply(evalMode)(params, state, zeros([2, 1, 32, 32]))
 * euclideanLoss(scores, vectorLabels(10)(tensor([3, 8], [2]))).shape // => []
 * ```
 */
export const lenetTanh: Model<
  readonly [number, 1, 32, 32],
  readonly [number, 10],
  LenetParams,
  None,
  ImagesToScores<1, 10>
> = model(
  [-1, 1, 32, 32],
  named('conv1', conv2d({ in: 1, out: 6, kernel: 5, ...forTanh })),
  tanh,
  avgPool2d({ kernel: 2 }),
  named('conv2', conv2d({ in: 6, out: 16, kernel: 5, ...forTanh })),
  tanh,
  avgPool2d({ kernel: 2 }),
  flatten,
  named('fc1', dense(400, 120, forTanh)),
  tanh,
  named('fc2', dense(120, 84, forTanh)),
  tanh,
  named('fc3', dense(84, 10, forTanh)),
)

/**
 * The targets of a network with vector labels: 1 at the class of a label, -1 at all others.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { vectorLabels } from 'cotangent/models'
 *
 * toNested(vectorLabels(3)(tensor([1], [1]))) // => [[-1, 1, -1]]
 * ```
 */
export const vectorLabels =
  <const C extends number>(classes: C) =>
  <const N extends number>(labels: Tensor<readonly [N]>): Tensor<readonly [N, C]> =>
    sub(mul(oneHot(classes)(labels), 2), 1)
