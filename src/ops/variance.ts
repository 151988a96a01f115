/**
 * @file variance along axes.
 *
 *     y = sum of (x - mean)^2 along the axes / (count - correction)
 *
 * Shape rule: the axes disappear, or stay with length 1. Pullback: through its parts.
 * Laws: finite differences, second order; "shift": variance(x + c) = variance(x); "scale": variance(c x) = c^2 variance(x).
 */
import type { OnlyKnown } from '../core/options.ts'
import type { ShapedFunction } from '../core/ShapedFunction.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { repeatAxes, sumAxes } from './broadcastTo.ts'
import { literal } from './constant.ts'
import { div } from './div.ts'
import { mul } from './mul.ts'
import type { ReduceOptions, ReduceRule } from './reductions.ts'
import { countAlong, reducing } from './reductions.ts'
import { sub } from './sub.ts'

/** The axes that a variance reduces, and what is subtracted from the count. */
export interface VarianceOptions extends ReduceOptions {
  /** 0 (the default) for the biased variance, 1 for the unbiased one. */
  readonly correction?: number
}

const varianceAxes =
  (correction: number) =>
  (x: Tensor, axes: readonly number[]): Tensor => {
    const count = countAlong(x.shape, axes)
    if (count - correction <= 0) {
      return refuse('variance', [x.shape], {
        expected: `more entries than the correction of ${String(correction)}`,
        found: String(count),
      })
    }
    const centered = sub(x, repeatAxes(div(sumAxes(x, axes), literal(count)), x.shape, axes))
    return div(sumAxes(mul(centered, centered), axes), literal(count - correction))
  }

/**
 * The variance along axes; along all axes if none are named. Refuses to reduce over `correction` entries or fewer.
 *
 * @example
 * ```ts
 * import { item, tensor, variance } from 'cotangent'
 *
 * item(variance()(tensor([1, 3], [2]))) // => 1
 * item(variance({ correction: 1 })(tensor([1, 3], [2]))) // => 2
 * ```
 */
export const variance = <const O extends VarianceOptions = Readonly<Record<never, never>>>(
  options?: OnlyKnown<O, VarianceOptions>,
): ShapedFunction<ReduceRule<O>> =>
  reducing<O>('variance', varianceAxes(options?.correction ?? 0), { correction: true }, options)
