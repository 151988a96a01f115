/**
 * @file Numbers as a mantissa and a power of two, so that products of many stay in range until they are joined.
 *
 *     x = mantissa 2^exponent        1 <= |mantissa| < 2 up to rounding, or the mantissa is 0, infinite or NaN
 *
 * Powers of two are exact, so splitting and joining lose no digit of a normal number.
 * Shape rule: both parts have the shape of x. Pullback: none; callers give their results one by `withPullback`.
 * Laws: "joining undoes splitting"; those of `cumprod` and `prod`.
 */
import type { Tensor } from '../core/Tensor.ts'
import { abs } from './abs.ts'
import { add } from './add.ts'
import { literal, one, two, zero } from './constant.ts'
import { div } from './div.ts'
import { equal } from './equal.ts'
import { floor } from './floor.ts'
import { less } from './less.ts'
import { lessEqual } from './lessEqual.ts'
import { log } from './log.ts'
import { maximum } from './maximum.ts'
import { minimum } from './minimum.ts'
import { mul } from './mul.ts'
import { pow } from './pow.ts'
import { sub } from './sub.ts'
import { where } from './where.ts'
import { withPullback } from './withSlopes.ts'

/** Numbers as mantissas and exponents of two, entry by entry. */
export interface Scaled {
  readonly mantissa: Tensor
  /** Whole numbers. */
  readonly exponent: Tensor
}

/** Beyond this exponent, every number is 0 or infinite in float64. */
const widest = 2200

/** Below the exponent of any product; that of 0, which thus never decides how a sum is aligned. */
const ofZero = literal(-(2 ** 23))

/** Where a number is neither 0, infinite nor NaN. */
const isOrdinary = (x: Tensor): Tensor => mul(less(zero, abs(x)), less(abs(x), literal(Infinity)))

/** x 2^k. The power is taken in two factors, neither of which leaves the range before the result does. */
const timesPower = (x: Tensor, k: Tensor): Tensor => {
  const bounded = maximum(minimum(k, literal(widest)), literal(-widest))
  const half: Tensor = floor(mul(bounded, literal(0.5)))
  return mul(mul(x, pow(two, half)), pow(two, sub(bounded, half)))
}

/** The mantissa brought from [1, 4) to [1, 2). */
const normal = ({ mantissa, exponent }: Scaled): Scaled => {
  const isLarge: Tensor = lessEqual(two, abs(mantissa))
  return { mantissa: where(isLarge, mul(mantissa, literal(0.5)), mantissa), exponent: add(exponent, isLarge) }
}

/** Numbers as mantissas and exponents. */
export const split = (x: Tensor): Scaled => {
  const isPlain = isOrdinary(x)
  const exponent: Tensor = floor(div(log(where(isPlain, abs(x), one)), literal(Math.LN2)))
  return normal({ mantissa: where(isPlain, timesPower(x, sub(zero, exponent)), x), exponent })
}

/** The numbers themselves: 0 or infinite where they are out of range. */
export const joined = ({ mantissa, exponent }: Scaled): Tensor =>
  where(isOrdinary(mantissa), timesPower(mantissa, exponent), mantissa)

/** Products, entry by entry. */
export const product = (a: Scaled, b: Scaled): Scaled =>
  normal({ mantissa: mul(a.mantissa, b.mantissa), exponent: add(a.exponent, b.exponent) })

/** Sums, entry by entry: both are aligned to the larger exponent. */
export const total = (a: Scaled, b: Scaled): Scaled => {
  const weight = ({ mantissa, exponent }: Scaled): Tensor => where(equal(mantissa, zero), ofZero, exponent)
  const exponent: Tensor = maximum(weight(a), weight(b))
  const aligned = (x: Scaled): Tensor => joined({ mantissa: x.mantissa, exponent: sub(x.exponent, exponent) })
  return normal({ mantissa: add(aligned(a), aligned(b)), exponent })
}

/** The product of two tensors that are given in both forms: in range wherever it is, even if a factor is not. */
export const joinedProduct = (
  [a, scaledA]: readonly [Tensor, Scaled],
  [b, scaledB]: readonly [Tensor, Scaled],
): Tensor => withPullback(joined(product(scaledA, scaledB)), [a, b], (g) => [mul(g, b), mul(g, a)])
