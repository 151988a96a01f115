/**
 * @file Pooling over whole planes: one number per channel of each image.
 *
 *     globalAvgPool2d: y[n, c] = the mean of x[n, c]        globalMaxPool2d: y[n, c] = the maximum of x[n, c]
 *
 * Shape rule: [N, C, H, W] to [N, C]. Pullback: that of the mean, and of the maximum.
 * Laws: finite differences, adjointness, pullback linearity, second order, through their parts.
 */
import type { Shape } from '../core/Shape.ts'
import type { ShapedFunction } from '../core/ShapedFunction.ts'
import { shaped } from '../core/ShapedFunction.ts'
import type { HasRank, ShapeError, ShapeFunction, ShowShape, Unranked } from '../core/ShapeTypes.ts'
import { imageSides } from './interpolate.ts'
import { max } from './max.ts'
import { mean } from './sum.ts'

/** The rule of pooling over whole planes. */
export interface GlobalPoolRule extends ShapeFunction {
  readonly out: this['in'] extends infer X extends Shape ? GlobalPoolShape<X> : Shape
}

type GlobalPoolShape<X extends Shape> =
  HasRank<X> extends false
    ? Unranked<X>
    : X extends readonly [infer N extends number, infer C extends number, number, number]
      ? readonly [N, C]
      : ShapeError<`global pooling: expected [N, C, H, W], found ${ShowShape<X>}`>

/**
 * The mean of each channel of images [N, C, H, W] as [N, C].
 *
 * @example
 * ```ts
 * import { globalAvgPool2d, tensor, toNested } from 'cotangent'
 *
 * toNested(globalAvgPool2d(tensor([1, 2, 3, 6], [1, 1, 2, 2]))) // => [[3]]
 * ```
 */
export const globalAvgPool2d: ShapedFunction<GlobalPoolRule> = shaped((x) => {
  imageSides('globalAvgPool2d', x)
  return mean({ axis: [2, 3] })(x)
})

/**
 * The greatest cell of each channel of images [N, C, H, W] as [N, C]. Cells that tie share the derivative.
 *
 * @example
 * ```ts
 * import { globalMaxPool2d, tensor, toNested } from 'cotangent'
 *
 * toNested(globalMaxPool2d(tensor([1, 2, 3, 6], [1, 1, 2, 2]))) // => [[6]]
 * ```
 */
export const globalMaxPool2d: ShapedFunction<GlobalPoolRule> = shaped((x) => {
  imageSides('globalMaxPool2d', x)
  return max({ axis: [2, 3] })(x)
})
