/**
 * @file sum and mean.
 *
 *     sum: y = sum of x along the axes        mean: y = sum / count
 *
 * Shape rule: the axes disappear, or stay with length 1. Pullback: the cotangent repeated along the axes (see
 * `broadcastTo.ts`, where the primitive stands beside its adjoint), divided by the count for the mean.
 * Laws: finite differences, adjointness, pullback linearity, second order; linearity; "over all axes, one after
 * the other"; of the mean, "is the sum over the count". The mean of no entries is NaN, as in NumPy.
 */
import { sumAxes } from './broadcastTo.ts'
import { literal } from './constant.ts'
import { div } from './div.ts'
import { countAlong, reduction } from './reductions.ts'

/**
 * The sum along axes; along all axes if none are named.
 *
 * @example
 * ```ts
 * import { sum, tensor, toNested } from 'cotangent'
 *
 * const x = tensor([1, 2, 3, 4], [2, 2])
 * toNested(sum({ axis: 0 })(x)) // => [4, 6]
 * toNested(sum()(x)) // => 10
 * ```
 */
export const sum = reduction('sum', sumAxes)

/**
 * The arithmetic mean along axes; along all axes if none are named.
 *
 * @example
 * ```ts
 * import { mean, tensor, toNested } from 'cotangent'
 *
 * toNested(mean({ axis: 1, keepDims: true })(tensor([1, 2, 3, 4], [2, 2]))) // => [[1.5], [3.5]]
 * ```
 */
export const mean = reduction('mean', (x, axes) => div(sumAxes(x, axes), literal(countAlong(x.shape, axes))))
