/**
 * @file gauss: the derivative of erf.
 *
 *     y = 2 / sqrt(pi) e^(-x^2)        e^(-x^2) = e^(-h^2) e^(-(x - h) (x + h)), h = x to the nearest sixteenth
 *
 * The square of h is exact; the rounding error of x^2 would grow with x. Beyond 40 the function is 0 in every
 * precision, and so are its derivatives.
 * Shape rule: the shape of x. Pullback: -2 g x y. Laws: those of the edges, through erf, erfc, erfinv and gelu.
 */
import type { Tensor } from '../core/Tensor.ts'
import { abs } from './abs.ts'
import { add } from './add.ts'
import { literal } from './constant.ts'
import { exp } from './exp.ts'
import { lessEqual } from './lessEqual.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { round } from './round.ts'
import { sub } from './sub.ts'
import { where } from './where.ts'
import { withSlope } from './withSlopes.ts'

const beyond = literal(40)

/** 2 / sqrt(pi) e^(-x^2). */
export const gauss = (t: Tensor): Tensor => {
  const x: Tensor = where(lessEqual(beyond, abs(t)), beyond, t)
  return withSlope(
    (z) => {
      const first = mul(round(mul(z, literal(16))), literal(1 / 16))
      const rest = mul(sub(z, first), add(z, first))
      return mul(mul(exp(neg(mul(first, first))), exp(neg(rest))), literal(2 / Math.sqrt(Math.PI)))
    },
    (z, y) => mul(mul(z, literal(-2)), y),
  )(x)
}
