/**
 * @file norm: the p-norm of vectors.
 *
 *     y = m (sum of |x / m|^p)^(1/p), m the largest |x|: nothing overflows
 * the largest |x| for p = infinity, the least for p = -infinity, the number of nonzero x for p = 0
 *
 * Shape rule: the axes disappear, or stay with length 1. Pullback: g x |x|^(p - 2) / y^(p - 1); 0 at 0, where the norm has
 * a kink.
 * Laws: finite differences, adjointness, pullback linearity, second order, away from 0; "of a multiple".
 */
import type { OnlyKnown } from '../core/options.ts'
import type { ShapedFunction } from '../core/ShapedFunction.ts'
import type { Tensor } from '../core/Tensor.ts'
import { applyPrimitive } from '../core/Tensor.ts'
import { abs } from './abs.ts'
import { repeatAxes, sumAxes } from './broadcastTo.ts'
import { literal, one, zero } from './constant.ts'
import { div } from './div.ts'
import { equal } from './equal.ts'
import { less } from './less.ts'
import { max, maxPrimitive, min } from './max.ts'
import { mul } from './mul.ts'
import { notEqual } from './notEqual.ts'
import { pow } from './pow.ts'
import type { ReduceOptions, ReduceRule } from './reductions.ts'
import { reducing } from './reductions.ts'
import { sign } from './sign.ts'
import { sqrt } from './sqrt.ts'
import { heldFixed } from './stopGradient.ts'
import { where } from './where.ts'
import { withPullback } from './withSlopes.ts'

/** The power of the norm, and the axes to reduce. */
export interface NormOptions extends ReduceOptions {
  /** 2 by default, the Euclidean norm. */
  readonly p?: number
}

/**
 * The magnitudes along axes whose powers are the largest, as constants: the largest, for a negative power the smallest. 1
 * where they are 0 or not finite.
 */
const unitsOf = (size: Tensor, axes: readonly number[], p: number): Tensor => {
  const most = heldFixed(p < 0 ? min({ axis: axes })(size) : applyPrimitive(maxPrimitive, { axes }, [size]))
  return where(mul(less(zero, most), less(most, literal(Infinity))), most, one)
}

/** Entries divided by that magnitude, and their norm, which neither overflows nor vanishes. */
const scaled = (
  x: Tensor,
  axes: readonly number[],
  p: number,
): readonly [unit: Tensor, parts: Tensor, length: Tensor] => {
  const unit = unitsOf(abs(x), axes, p)
  const parts = div(x, repeatAxes(unit, x.shape, axes))
  return [unit, parts, normOfUnits(parts, axes, p)]
}

/** The roots of sums of powers; 0, with derivative 0, where all entries are 0, or one is and the power is negative. */
const powerNorm = (x: Tensor, axes: readonly number[], p: number): Tensor => {
  if (p === 1) return sumAxes(abs(x), axes)
  const [unit, , length] = scaled(x, axes, p)
  return withPullback(mul(unit, length), [x], (g) => [mul(repeatAxes(g, x.shape, axes), slopeOf(x, axes, p))])
}

/** sign(x) (|x| / y)^(p - 1), of entries and norms over the largest: the unit is not multiplied in and divided out again. */
const slopeOf = (x: Tensor, axes: readonly number[], p: number): Tensor => {
  const [, parts, own] = scaled(x, axes, p)
  const length = repeatAxes(where(equal(own, zero), literal(Infinity), own), x.shape, axes)
  const share = div(parts, length)
  if (p === 2) return share
  const isZero = equal(share, zero)
  const power = pow(abs(where(isZero, one, share)), literal(p - 1))
  return where(isZero, zero, mul(sign(share), power))
}

/** Of entries whose powers are at most 1 and do not vanish all at once; 0 where all are, or one is and p is negative. */
const normOfUnits = (x: Tensor, axes: readonly number[], p: number): Tensor => {
  const isZero = equal(x, zero)
  const entries = where(isZero, one, abs(x))
  const powers = p === 2 ? mul(x, x) : where(isZero, literal(p < 0 ? Infinity : 0), pow(entries, literal(p)))
  const total = sumAxes(powers, axes)
  const isNothing = equal(total, zero)
  const positive = where(isNothing, one, total)
  const root = p === 2 ? sqrt(positive) : pow(positive, literal(1 / p))
  return where(isNothing, literal(p < 0 ? Infinity : 0), root)
}

const normOver =
  (p: number) =>
  (x: Tensor, axes: readonly number[]): Tensor =>
    p === Infinity
      ? max({ axis: axes })(abs(x))
      : p === -Infinity
        ? min({ axis: axes })(abs(x))
        : p === 0
          ? sumAxes(notEqual(x, zero), axes)
          : powerNorm(x, axes, p)

/**
 * The p-norm of vectors along axes; along all axes by default. Its derivative at 0 is 0. A negative power weighs small
 * entries most: one that is 0 makes the norm 0.
 *
 * @example
 * ```ts
 * import { norm, tensor, toNested } from 'cotangent'
 *
 * toNested(norm({ axis: 1 })(tensor([3, 4, 0, 2], [2, 2]))) // => [5, 2]
 * toNested(norm({ p: 1, axis: 1 })(tensor([3, -4, 0, 2], [2, 2]))) // => [7, 2]
 * ```
 */
export const norm = <const O extends NormOptions = Readonly<Record<never, never>>>(
  options?: OnlyKnown<O, NormOptions>,
): ShapedFunction<ReduceRule<O>> => reducing<O>('norm', normOver(options?.p ?? 2), { p: true }, options)
