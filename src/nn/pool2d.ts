/**
 * @file Pooling layers over images: the largest or the mean of the cells under a sliding window.
 *
 * Formulas, shape rule and laws: see `ops/maxPool.ts` and `ops/avgPool.ts`.
 */
import type { Shape } from '../core/Shape.ts'
import type { HasRank, PoolShape, ShapeError, ShapeFunction, ShowShape, Unranked } from '../core/ShapeTypes.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { AvgPoolOptions } from '../ops/avgPool.ts'
import { avgPool } from '../ops/avgPool.ts'
import { maxPool } from '../ops/maxPool.ts'
import type { PoolOptions } from '../ops/pooling.ts'
import type { Layer, None } from './Layer.ts'
import { stateless } from './Layer.ts'

/** The shape after a pooling layer, whose errors name the layer. */
export type PoolLayerShape<X extends Shape, Name extends string, O> =
  HasRank<X> extends false
    ? Unranked<X>
    : X['length'] extends 4
      ? PoolShape<X, O>
      : ShapeError<`${Name} expects [N, C, H, W], got ${ShowShape<X>}`>

/** The rule of a pooling layer. */
export interface PoolRule<Name extends string, O> extends ShapeFunction {
  readonly out: this['in'] extends infer X extends Shape ? PoolLayerShape<X, Name, O> : Shape
}

const poolOf =
  <Name extends string, P extends PoolOptions>(name: Name, pool: (options: P) => (x: Tensor) => Tensor) =>
  <const O extends P>(options: O): Layer<PoolRule<Name, O>, None, None> =>
    stateless((x) => (x.shape.length === 4 ? pool(options)(x) : refuse(name, [x.shape], `it expects [N, C, H, W]`)))

/**
 * Max pooling of images [N, C, H, W] as a layer. The stride is the kernel's size by default. Refuses padding of more
 * than half the kernel.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { evalMode, maxPool2d } from 'cotangent/nn'
 *
 * maxPool2d({ kernel: 3, stride: 2 }).apply(evalMode)({}, {}, ones([1, 96, 55, 55]))[0].shape // => [1, 96, 27, 27]
 * ```
 */
export const maxPool2d = poolOf<'maxPool2d', PoolOptions>('maxPool2d', maxPool)

/**
 * Average pooling of images [N, C, H, W] as a layer. The stride is the kernel's size by default; padding counts in the
 * divisor unless `countIncludePad` is false. Refuses padding of more than half the kernel.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { avgPool2d, evalMode } from 'cotangent/nn'
 *
 * toNested(avgPool2d({ kernel: 2 }).apply(evalMode)({}, {}, tensor([1, 2, 3, 4], [1, 1, 2, 2]))[0]) // => [[[[2.5]]]]
 * ```
 */
export const avgPool2d = poolOf<'avgPool2d', AvgPoolOptions>('avgPool2d', avgPool)
