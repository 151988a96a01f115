/**
 * @file Max and average pooling for one and two spatial axes, with their shape rule in types.
 *
 * Formulas, shape rule, pullbacks and laws: see `maxPool.ts` and `avgPool.ts`.
 */
import type { Shape } from '../core/Shape.ts'
import type { Checked, PoolShape } from '../core/ShapeTypes.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { AvgPoolOptions } from './avgPool.ts'
import { avgPool } from './avgPool.ts'
import { maxPool } from './maxPool.ts'
import type { PoolOptions } from './pooling.ts'

const poolOf =
  <P extends PoolOptions>(operation: string, spatialRank: number, pool: (options: P) => (x: Tensor) => Tensor) =>
  <const O extends P>(options: O) =>
  <const X extends Shape>(x: Checked<X, PoolShape<X, O>>): Tensor<PoolShape<X, O>> =>
    (x as Tensor).shape.length === spatialRank + 2
      ? (pool(options)(x as Tensor) as Tensor<PoolShape<X, O>>)
      : refuse(operation, [(x as Tensor).shape], `the input has rank ${String(spatialRank + 2)}, [N, C, ...S]`)

/**
 * Max pooling of signals [N, C, W]. The stride is the kernel's size by default. Refuses padding of more than half the
 * kernel and a window without a cell of the input.
 *
 * @example
 * ```ts
 * import { maxPool1d, tensor, toNested } from 'cotangent'
 *
 * toNested(maxPool1d({ kernel: 2 })(tensor([1, 3, -2, -1], [1, 1, 4]))) // => [[[3, -1]]]
 * ```
 */
export const maxPool1d = poolOf<PoolOptions>('maxPool1d', 1, maxPool)

/**
 * Max pooling of images [N, C, H, W]. The stride is the kernel's size by default; a smaller one makes windows
 * overlap, as in AlexNet. Refuses padding of more than half the kernel and a window without a cell of the input.
 *
 * @example
 * ```ts
 * import { maxPool2d, tensor, toNested } from 'cotangent'
 *
 * const image = tensor([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3])
 * toNested(maxPool2d({ kernel: 2, stride: 1 })(image)) // => [[[[5, 6], [8, 9]]]]
 * ```
 */
export const maxPool2d = poolOf<PoolOptions>('maxPool2d', 2, maxPool)

/**
 * Average pooling of signals [N, C, W]. The stride is the kernel's size by default. Refuses padding of more than half
 * the kernel and a window without a cell of the input.
 *
 * @example
 * ```ts
 * import { avgPool1d, tensor, toNested } from 'cotangent'
 *
 * toNested(avgPool1d({ kernel: 2 })(tensor([1, 3, -2, -1], [1, 1, 4]))) // => [[[2, -1.5]]]
 * ```
 */
export const avgPool1d = poolOf<AvgPoolOptions>('avgPool1d', 1, avgPool)

/**
 * Average pooling of images [N, C, H, W]. The stride is the kernel's size by default. Padding counts in the divisor
 * unless `countIncludePad` is false. Refuses padding of more than half the kernel and a window without a cell of the
 * input.
 *
 * @example
 * ```ts
 * import { avgPool2d, tensor, toNested } from 'cotangent'
 *
 * const image = tensor([1, 2, 3, 4], [1, 1, 2, 2])
 * toNested(avgPool2d({ kernel: 2 })(image)) // => [[[[2.5]]]]
 * ```
 */
export const avgPool2d = poolOf<AvgPoolOptions>('avgPool2d', 2, avgPool)
