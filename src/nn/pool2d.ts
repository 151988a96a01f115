/**
 * @file Pooling layers over signals and images: the largest, the mean or the power average of the cells under a sliding
 * window.
 *
 * Formulas, shape rule and laws: see `ops/maxPool.ts`, `ops/avgPool.ts` and `ops/lpPool.ts`.
 */
import type { Shape } from '../core/Shape.ts'
import type { HasRank, PoolShape, ShapeError, ShapeFunction, ShowShape, Unranked } from '../core/ShapeTypes.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { AvgPoolOptions } from '../ops/avgPool.ts'
import { avgPool } from '../ops/avgPool.ts'
import type { LpPoolOptions } from '../ops/lpPool.ts'
import { lpPool } from '../ops/lpPool.ts'
import { maxPool } from '../ops/maxPool.ts'
import type { PoolOptions } from '../ops/pooling.ts'
import { checkSizes } from './checkSizes.ts'
import type { Layer, None } from './Layer.ts'
import { stateless } from './Layer.ts'

/** The shape after a pooling layer, whose errors name the layer. */
export type PoolLayerShape<X extends Shape, Name extends string, O> =
  HasRank<X> extends false
    ? Unranked<X>
    : X['length'] extends (Name extends `${string}1d` ? 3 : 4)
      ? PoolShape<X, O>
      : ShapeError<`${Name} expects ${Name extends `${string}1d` ? '[N, C, W]' : '[N, C, H, W]'}, got ${ShowShape<X>}`>

/** The rule of a pooling layer. */
export interface PoolRule<Name extends string, O> extends ShapeFunction {
  readonly out: this['in'] extends infer X extends Shape ? PoolLayerShape<X, Name, O> : Shape
}

const poolOf =
  <Name extends string, P extends PoolOptions>(name: Name, pool: (options: P) => (x: Tensor) => Tensor) =>
  <const O extends P>(options: O): Layer<PoolRule<Name, O>, None, None> => {
    const { kernel, stride, dilation }: PoolOptions = options
    checkSizes(name, { kernel, stride, dilation })
    const [rank, shape] = name.endsWith('1d') ? [3, '[N, C, W]'] : [4, '[N, C, H, W]']
    return stateless((x) =>
      x.shape.length === rank ? pool(options)(x) : refuse(name, [x.shape], `it expects ${shape}`),
    )
  }

/**
 * Max pooling of signals [N, C, W] as a layer. The stride is the kernel's size by default.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { evalMode, maxPool1d } from 'cotangent/nn'
 *
 * maxPool1d({ kernel: 2 }).apply(evalMode)({}, {}, ones([1, 4, 10]))[0].shape // => [1, 4, 5]
 * ```
 */
export const maxPool1d = poolOf<'maxPool1d', PoolOptions>('maxPool1d', maxPool)

/**
 * Average pooling of signals [N, C, W] as a layer. The stride is the kernel's size by default.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { avgPool1d, evalMode } from 'cotangent/nn'
 *
 * toNested(avgPool1d({ kernel: 2 }).apply(evalMode)({}, {}, tensor([1, 3, 5, 7], [1, 1, 4]))[0]) // => [[[2, 6]]]
 * ```
 */
export const avgPool1d = poolOf<'avgPool1d', AvgPoolOptions>('avgPool1d', avgPool)

/**
 * Power-average pooling of images [N, C, H, W] as a layer. The stride is the kernel's size by default.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, lpPool2d } from 'cotangent/nn'
 *
 * toNested(lpPool2d({ p: 2, kernel: 2 }).apply(evalMode)({}, {}, tensor([3, 4, 0, 0], [1, 1, 2, 2]))[0]) // => [[[[5]]]]
 * ```
 */
export const lpPool2d = poolOf<'lpPool2d', LpPoolOptions>('lpPool2d', lpPool)

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
