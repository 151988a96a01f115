/**
 * @file The tangent and the inverse trigonometric functions.
 *
 *     tan x = sin x / cos x
 *     atan x: by 1 / x above 1, by halving the angle twice, t / (1 + sqrt(1 + t^2)), and by its series
 *     asin x = 2 atan(x / (1 + sqrt(1 - x^2)))      acos x = 2 atan(sqrt((1 - x) / (1 + x))), or pi less that of -x
 *
 * Shape rule: the shape of x, or the common shape of two operands. Pullback: through the parts.
 * Laws: finite differences, adjointness, pullback linearity, second order, inside their domains; "tan of atan".
 */
import type { Tensor } from '../core/Tensor.ts'
import { abs } from './abs.ts'
import { add } from './add.ts'
import { literal, one, zero } from './constant.ts'
import { div } from './div.ts'
import type { BinaryOperation, UnaryOperation } from './elementwise.ts'
import { composedBinary, composedUnary } from './elementwise.ts'
import { equal } from './equal.ts'
import { less } from './less.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { sign } from './sign.ts'
import { cos, sin } from './sin.ts'
import { sqrt } from './sqrt.ts'
import { sub } from './sub.ts'
import { where } from './where.ts'

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
  const t = where(isLarge, div(one, where(isLarge, x, one) as Tensor), x) as Tensor
  const angle = mul(literal(4), series(halved(halved(t))))
  return where(isLarge, sub(mul(sign(x), literal(Math.PI / 2)), angle), angle) as Tensor
})

/**
 * The inverse sine, between -pi/2 and pi/2; NaN outside of -1 to 1.
 *
 * @example
 * ```ts
 * import { asin, item } from 'cotangent'
 *
 * item(asin(1)) // => 1.570796
 * ```
 */
export const asin: UnaryOperation = composedUnary((x) => {
  const other = mul(sqrt(sub(one, x)), sqrt(add(one, x)))
  return mul(literal(2), atan(div(x, add(one, other))))
})

/**
 * The inverse cosine, between 0 and pi; NaN outside of -1 to 1.
 *
 * @example
 * ```ts
 * import { acos, item } from 'cotangent'
 *
 * item(acos(-1)) // => 3.141593
 * ```
 */
export const acos: UnaryOperation = composedUnary((x) => {
  const isNegative = less(x, zero)
  const size = where(isNegative, neg(x), x) as Tensor
  const angle = mul(literal(2), atan(div(sqrt(sub(one, size)), sqrt(add(one, size)))))
  return where(isNegative, sub(literal(Math.PI), angle), angle) as Tensor
})

/**
 * The angle of the point (x, y), between -pi and pi; its arguments are y and x, in this order. At (0, 0) it is 0 and has
 * the derivative 0.
 *
 * @example
 * ```ts
 * import { atan2, item } from 'cotangent'
 *
 * item(atan2(1, -1)) // => 2.356194
 * ```
 */
export const atan2: BinaryOperation = composedBinary('atan2', (b, a) => {
  // Two infinities are as far as each other.
  const isFar = mul(equal(abs(a), literal(Infinity)), equal(abs(b), literal(Infinity)))
  const [y, x] = [where(isFar, sign(b), b), where(isFar, sign(a), a)] as [Tensor, Tensor]
  const isOrigin = mul(equal(x, zero), equal(y, zero))
  const isFlat = less(abs(y), abs(x))
  const flat = atan(div(y, where(isFlat, x, one) as Tensor))
  const upright = sub(
    mul(sign(y), literal(Math.PI / 2)),
    atan(div(x, where(isFlat, one, where(isOrigin, one, y)) as Tensor)),
  )
  const turned = where(less(x, zero), where(less(y, zero), literal(-Math.PI), literal(Math.PI)), zero)
  return where(isOrigin, zero, where(isFlat, add(flat, turned as Tensor), upright)) as Tensor
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
  // Near 0 by the series: the derivatives of the quotient are differences of large numbers there.
  const isSmall = less(abs(x), literal(0.5))
  const angle = mul(where(isSmall, one, x) as Tensor, literal(Math.PI))
  const square = mul(where(isSmall, mul(x, x), zero) as Tensor, literal(Math.PI ** 2))
  const near = Array.from({ length: 10 }, (_, k) => 9 - k).reduce<Tensor>(
    (inner, k) => sub(one, mul(mul(square, literal(1 / ((2 * k + 2) * (2 * k + 3)))), inner)),
    one,
  )
  return where(isSmall, near, div(sin(angle), angle)) as Tensor
})

/**
 * The square root of a^2 + b^2; its derivative at (0, 0) is 0.
 *
 * @example
 * ```ts
 * import { hypot, item } from 'cotangent'
 *
 * item(hypot(3, 4)) // => 5
 * ```
 */
export const hypot: BinaryOperation = composedBinary('hypot', (a, b) => {
  const square = add(mul(a, a), mul(b, b))
  const isZero = equal(square, zero)
  return where(isZero, zero, sqrt(where(isZero, one, square) as Tensor)) as Tensor
})
