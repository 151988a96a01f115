/**
 * @file The tangent and the inverse trigonometric functions.
 *
 *     tan x = sin x / cos x
 *     atan x: by 1 / x above 1, by halving the angle twice, t / (1 + sqrt(1 + t^2)), and by its series
 *     asin x = 2 atan(x / (1 + sqrt(1 - x^2)))      acos x = 2 atan(sqrt((1 - x) / (1 + x))), or pi less that of -x
 *
 * Shape rule: the shape of x, or the common shape of two operands. Pullback: through the parts; asin' = 1 / sqrt(1 - x^2), acos' = -asin'.
 * Laws: finite differences, adjointness, pullback linearity, second order, inside their domains; "is that of the language".
 */
import type { Tensor } from '../core/Tensor.ts'
import { abs } from './abs.ts'
import { add } from './add.ts'
import { literal, one, zero } from './constant.ts'
import { div } from './div.ts'
import type { BinaryOperation, UnaryOperation } from './elementwise.ts'
import { composedBinary, composedUnary } from './elementwise.ts'
import { equal } from './equal.ts'
import { floor } from './floor.ts'
import { less } from './less.ts'
import { maximum } from './maximum.ts'
import { minimum } from './minimum.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { notEqual } from './notEqual.ts'
import { round } from './round.ts'
import { sign } from './sign.ts'
import { cos, sin } from './sin.ts'
import { sqrt } from './sqrt.ts'
import { heldFixed } from './stopGradient.ts'
import { sub } from './sub.ts'
import { where } from './where.ts'
import { withSlope, withSlopes } from './withSlopes.ts'

/**
 * The tangent.
 *
 * @example
 * ```ts
 * import { item, tan } from 'cotangent'
 *
 * item(tan(Math.PI / 4)) // => 1
 * ```
 */
export const tan: UnaryOperation = composedUnary((x) => div(sin(x), cos(x)))

const halved = (t: Tensor): Tensor => div(t, add(one, sqrt(add(one, mul(t, t)))))

/** The series t - t^3 / 3 + t^5 / 5 - .., for |t| below 0.2. */
const series = (t: Tensor): Tensor => {
  const square = mul(t, t)
  const sum = Array.from({ length: 12 }, (_, k) => 11 - k).reduce<Tensor>(
    (inner, k) => add(literal((k % 2 === 0 ? 1 : -1) / (2 * k + 1)), mul(inner, square)),
    literal(0),
  )
  return mul(t, sum)
}

/**
 * The inverse tangent, between -pi/2 and pi/2.
 *
 * @example
 * ```ts
 * import { atan, item } from 'cotangent'
 *
 * item(atan(1)) // => 0.785398
 * ```
 */
export const atan: UnaryOperation = composedUnary((x) => {
  const isLarge = less(one, abs(x))
  const t = where(isLarge, div(one, where(isLarge, x, one)), x)
  const angle = mul(literal(4), series(halved(halved(t))))
  return where(isLarge, sub(mul(sign(x), literal(Math.PI / 2)), angle), angle)
})

/** The height of the unit circle at x, the square root of 1 - x^2. */
const heightAt = (x: Tensor): Tensor => mul(sqrt(sub(one, x)), sqrt(add(one, x)))

/** The derivative of asin, whose own is x / height^3, infinite at -1 and 1. */
const inverseHeight = withSlope(
  (x) => div(one, heightAt(x)),
  (x, y) => mul(mul(x, y), mul(y, y)),
)

/**
 * The inverse sine, between -pi/2 and pi/2; NaN for x outside [-1, 1].
 *
 * @example
 * ```ts
 * import { asin, item } from 'cotangent'
 *
 * item(asin(1)) // => 1.570796
 * ```
 */
export const asin: UnaryOperation = composedUnary(
  withSlope((x) => mul(literal(2), atan(div(x, add(one, heightAt(x))))), inverseHeight),
)

/**
 * The inverse cosine, between 0 and pi; NaN for x outside [-1, 1].
 *
 * @example
 * ```ts
 * import { acos, item } from 'cotangent'
 *
 * item(acos(-1)) // => 3.141593
 * ```
 */
export const acos: UnaryOperation = composedUnary(
  withSlope(
    (x) => {
      const isNegative = less(x, zero)
      const size = where(isNegative, neg(x), x)
      const angle = mul(literal(2), atan(div(sqrt(sub(one, size)), sqrt(add(one, size)))))
      return where(isNegative, sub(literal(Math.PI), angle), angle)
    },
    (x) => neg(inverseHeight(x)),
  ),
)

/** Whether a number is below 0, or is -0. */
const isMinus = (x: Tensor): Tensor => less(where(equal(x, zero), div(one, where(equal(x, zero), x, one)), x), zero)

/**
 * The angle of the point (x, y), between -pi and pi; the arguments are y and x, in this order. Its derivative at (0, 0)
 * is 0. Zeros are signed: for x < 0 or x = -0, the angle is pi at y = 0 and -pi at y = -0.
 *
 * @example
 * ```ts
 * import { atan2, item } from 'cotangent'
 *
 * item(atan2(1, -1)) // => 2.356194
 * ```
 */
export const atan2: BinaryOperation = composedBinary('atan2', (y, x) => {
  const [height, width] = [abs(y), abs(x)]
  const [least, most] = [minimum(height, width), maximum(height, width)]
  // Two infinities count as equally large.
  const ratio = where(equal(least, literal(Infinity)), one, div(least, where(equal(most, zero), one, most)))
  const flat = atan(ratio)
  const upright = where(less(width, height), sub(literal(Math.PI / 2), flat), flat)
  const turned = where(isMinus(x), sub(literal(Math.PI), upright), upright)
  return withSlopes(where(isMinus(y), neg(turned), turned), [y, x], () => {
    const radius = hypot(x, y)
    const inverse = div(one, where(equal(radius, zero), literal(Infinity), radius))
    return [mul(mul(x, inverse), inverse), neg(mul(mul(y, inverse), inverse))]
  })
})

/**
 * sin(pi x) / (pi x), and 1 at 0.
 *
 * @example
 * ```ts
 * import { sinc, tensor, toNested } from 'cotangent'
 *
 * toNested(sinc(tensor([0, 0.5], [2]))) // => [1, 0.63662]
 * ```
 */
export const sinc: UnaryOperation = composedUnary((x) => {
  // Near 0 by the series: there, the derivatives of the quotient are differences of large numbers.
  const isSmall = less(abs(x), literal(0.5))
  const far = where(isSmall, one, x)
  const square = mul(where(isSmall, mul(x, x), zero), literal(Math.PI ** 2))
  const near = Array.from({ length: 10 }, (_, k) => 9 - k).reduce<Tensor>(
    (inner, k) => sub(one, mul(mul(square, literal(1 / ((2 * k + 2) * (2 * k + 3)))), inner)),
    one,
  )
  return where(isSmall, near, div(sinOfPi(far), mul(far, literal(Math.PI))))
})

/** sin(pi x), from the distance of x to the nearest whole number, since pi x itself would be rounded. */
const sinOfPi = (x: Tensor): Tensor => {
  const whole = round(x)
  const isOdd = notEqual(mul(literal(2), floor(mul(whole, literal(0.5)))), whole)
  const sine = sin(mul(sub(x, whole), literal(Math.PI)))
  return where(isOdd, neg(sine), sine)
}

/**
 * a and b divided by the larger magnitude, taken as constant, and their length, which neither overflows nor vanishes.
 */
const scaled = (
  a: Tensor,
  b: Tensor,
): { readonly unit: Tensor; readonly sides: readonly Tensor[]; readonly length: Tensor } => {
  const most = heldFixed(maximum(abs(a), abs(b)))
  const isPlain = mul(less(zero, most), less(most, literal(Infinity)))
  const unit = where(isPlain, most, one)
  const [u, v] = [div(a, unit), div(b, unit)]
  const square = add(mul(u, u), mul(v, v))
  const isZero = equal(square, zero)
  // At (0, 0) there is no derivative, of any order.
  return { unit, sides: [u, v], length: where(isZero, literal(Infinity), sqrt(where(isZero, one, square))) }
}

const hypotOf = (a: Tensor, b: Tensor): Tensor => {
  const { unit, length } = scaled(a, b)
  const isZero = mul(equal(a, zero), equal(b, zero))
  const isInfinite = maximum(equal(abs(a), literal(Infinity)), equal(abs(b), literal(Infinity)))
  const value = where(isInfinite, literal(Infinity), where(isZero, zero, mul(unit, length)))
  return withSlopes(value, [a, b], () => {
    const { sides, length } = scaled(a, b)
    return sides.map((side) => div(side, length))
  })
}

/**
 * The square root of a^2 + b^2, without overflow; infinite where a or b is. Its derivative at (0, 0) is 0.
 *
 * @example
 * ```ts
 * import { hypot, item } from 'cotangent'
 *
 * item(hypot(3, 4)) // => 5
 * item(hypot(3e30, 4e30)) < Infinity // => true
 * ```
 */
export const hypot: BinaryOperation = composedBinary('hypot', hypotOf)
