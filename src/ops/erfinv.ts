/**
 * @file erfinv: the inverse of the error function: a first guess (Winitzki, 2008) and three steps of Halley's method,
 * applied to erfc beyond 1/2.
 *
 *     y such that erf(y) = x
 *
 * Shape rule: the shape of x. Pullback: g sqrt(pi) / 2 e^(y^2), computed by `gauss`.
 * Laws: finite differences, adjointness, pullback linearity, second order, inside its domain; the edges.
 */
import type { Tensor } from '../core/Tensor.ts'
import { abs } from './abs.ts'
import { add } from './add.ts'
import { literal, one, zero } from './constant.ts'
import { div } from './div.ts'
import type { UnaryOperation } from './elementwise.ts'
import { composedUnary } from './elementwise.ts'
import { erf } from './erf.ts'
import { erfc } from './erfc.ts'
import { gauss } from './gauss.ts'
import { less } from './less.ts'
import { lessEqual } from './lessEqual.ts'
import { log1p } from './log1p.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { sign } from './sign.ts'
import { sqrt } from './sqrt.ts'
import { sub } from './sub.ts'
import { where } from './where.ts'
import { withSlope, withSlopes } from './withSlopes.ts'

const winitzki = 0.147

/** The inverse of erf for magnitudes below 1: a guess and three steps. */
const inverseInside = (size: Tensor): Tensor => {
  const logarithm = add(log1p(size), log1p(neg(size)))
  const half = add(literal(2 / (Math.PI * winitzki)), mul(logarithm, literal(0.5)))
  const guess = sub(sqrt(sub(mul(half, half), div(logarithm, literal(winitzki)))), half)
  const first = sqrt(where(less(zero, guess), guess, zero))
  // Beyond 1/2 by the complement 1 - |x|, which is exact.
  const isHigh = less(literal(0.5), size)
  const left = sub(one, size)
  const improved = (y: Tensor): Tensor => {
    const step = div(where(isHigh, sub(erfc(y), left), sub(size, erf(y))), gauss(y))
    return add(y, div(step, sub(one, mul(step, y))))
  }
  return improved(improved(improved(first)))
}

const inverseOf: (x: Tensor) => Tensor = withSlope(
  (x) => {
    const size = abs(x)
    const isInside = less(size, one)
    const y = mul(sign(x), inverseInside(where(isInside, size, zero)))
    const outside = where(lessEqual(size, one), literal(Infinity), literal(Number.NaN))
    const value = where(isInside, y, mul(where(isInside, one, x), outside))
    // For the smallest numbers it is a multiple of x, which keeps the sign of a zero.
    return where(less(size, literal(1e-10)), mul(x, literal(Math.sqrt(Math.PI) / 2)), value)
  },
  // The derivative of this one is 2 y (dy/dx)^2, infinite at -1 and 1.
  (x, y) => withSlopes(div(one, gauss(y)), [x], (slope) => [mul(mul(literal(2), y), mul(slope, slope))]),
)

/**
 * The inverse of erf on [-1, 1]: infinite at -1 and 1, NaN outside.
 *
 * @example
 * ```ts
 * import { erfinv, tensor, toNested } from 'cotangent'
 *
 * toNested(erfinv(tensor([0, 0.5, 1], [3]))) // => [0, 0.476936, Infinity]
 * ```
 */
export const erfinv: UnaryOperation = composedUnary(inverseOf)
