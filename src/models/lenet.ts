/**
 * @file LeNet for digits of 28 x 28: two convolutions, three dense layers, 61,706 parameters.
 *
 *     [N, 1, 28, 28]  conv 5x5, pad 2  [N, 6, 28, 28]  pool  [N, 6, 14, 14]
 *                     conv 5x5         [N, 16, 10, 10] pool  [N, 16, 5, 5]
 *                     400 -> 120 -> 84 -> 10
 *
 * After LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition" (1998), in the form
 * of today: relu for tanh, max pooling for trained subsampling, full connections between the maps, logits for radial
 * basis functions.
 */
import type { Tensor } from '../core/Tensor.ts'
import { relu } from '../nn/activations.ts'
import { conv2d } from '../nn/conv2d.ts'
import { dense } from '../nn/dense.ts'
import type { DenseParams } from '../nn/dense.ts'
import { flatten } from '../nn/flatten.ts'
import type { None } from '../nn/Layer.ts'
import type { Model } from '../nn/model.ts'
import { model } from '../nn/model.ts'
import { named } from '../nn/named.ts'
import { maxPool2d } from '../nn/pool2d.ts'

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
export const lenet: Model<readonly [number, 1, 28, 28], readonly [number, 10], LenetParams, None> = model(
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
