/**
 * @file Functions of probability: the complement and the inverse of erf, the logarithm of the gamma function and its
 * derivative.
 *
 *     erfinv: a first guess (Winitzki, 2008), then three steps of Newton's
 *     lgamma, digamma: Stirling's series four places to the right, and reflection on the left
 *
 * Shape rule: the shape of x. Pullback: through the parts, except that erfinv is differentiated where it was found.
 * Laws: finite differences, adjointness, pullback linearity, second order, inside their domains; PyTorch's values.
 */
import type { Tensor } from '../core/Tensor.ts'
import { abs } from './abs.ts'
import { add } from './add.ts'
import { literal, one, zero } from './constant.ts'
import { div } from './div.ts'
import type { UnaryOperation } from './elementwise.ts'
import { composedUnary } from './elementwise.ts'
import { equal } from './equal.ts'
import { erf } from './erf.ts'
import { exp } from './exp.ts'
import { less } from './less.ts'
import { lessEqual } from './lessEqual.ts'
import { log } from './log.ts'
import { log1p } from './log1p.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { round } from './round.ts'
import { sign } from './sign.ts'
import { cos, sin } from './sin.ts'
import { sqrt } from './sqrt.ts'
import { heldFixed } from './stopGradient.ts'
import { sub } from './sub.ts'
import { where } from './where.ts'

/**
 * 1 - erf(x).
 *
 * @example
 * ```ts
 * import { erfc, item } from 'cotangent'
 *
 * item(erfc(0.5)) // => 0.4795
 * ```
 */
export const erfc: UnaryOperation = composedUnary((x) => sub(one, erf(x)))

const winitzki = 0.147

/**
 * The inverse of erf, between -1 and 1, where it is infinite; NaN outside.
 *
 * @example
 * ```ts
 * import { erfinv, tensor, toNested } from 'cotangent'
 *
 * toNested(erfinv(tensor([0, 0.5, 1], [3]))) // => [0, 0.476936, Infinity]
 * ```
 */
export const erfinv: UnaryOperation = composedUnary((x) => {
  const isInside = less(abs(x), one)
  const inside = where(isInside, x, zero) as Tensor
  const logarithm = log1p(neg(mul(inside, inside)))
  const half = add(literal(2 / (Math.PI * winitzki)), mul(logarithm, literal(0.5)))
  const guess = sub(sqrt(sub(mul(half, half), div(logarithm, literal(winitzki)))), half)
  // The guess has no derivative at 0, and needs none: each step has the right one at its own place.
  const first = heldFixed(mul(sign(inside), sqrt(where(less(zero, guess), guess, zero) as Tensor)))
  const improved = (y: Tensor): Tensor =>
    sub(y, mul(mul(sub(erf(y), inside), literal(Math.sqrt(Math.PI) / 2)), exp(mul(y, y))))
  const y = improved(improved(improved(first)))
  const outside = where(lessEqual(abs(x), one), literal(Infinity), literal(Number.NaN)) as Tensor
  return where(isInside, y, mul(where(isInside, one, x) as Tensor, outside)) as Tensor
})

const places = [0, 1, 2, 3] as const

/** Coefficients of 1/z^(2k+1) in Stirling's series, and of 1/z^(2k+2) in its derivative. */
const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156] as const
const slopes = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12] as const

const polynomial = (coefficients: readonly number[], t: Tensor): Tensor =>
  coefficients.reduceRight<Tensor>((inner, c) => add(literal(c), mul(inner, t)), literal(0))

/** x on the right of 1/2, or 1 - x. */
const reflected = (x: Tensor): readonly [isLeft: Tensor, right: Tensor] => {
  const isLeft = less(x, literal(0.5))
  return [isLeft, where(isLeft, sub(one, x), x) as Tensor]
}

/** How far x is from the nearest whole number: sines of pi x lose nothing by it, but for their sign. */
const fraction = (x: Tensor): Tensor => sub(x, round(x))

const lgammaRight = (x: Tensor): Tensor => {
  const z = add(x, literal(places.length))
  const inverse = div(one, z)
  const far = add(
    sub(mul(sub(z, literal(0.5)), log(z)), z),
    add(literal(0.5 * Math.log(2 * Math.PI)), mul(inverse, polynomial(stirling, mul(inverse, inverse)))),
  )
  return places.reduce<Tensor>((sum, k) => sub(sum, log(add(x, literal(k)))), far)
}

/**
 * The logarithm of the absolute value of the gamma function; infinite at 0, -1, -2 and so on.
 *
 * @example
 * ```ts
 * import { item, lgamma } from 'cotangent'
 *
 * item(lgamma(5)) // => 3.178054
 * ```
 */
export const lgamma: UnaryOperation = composedUnary((t) => {
  const isFar = equal(abs(t), literal(Infinity))
  const x = where(isFar, one, t) as Tensor
  const [isLeft, right] = reflected(x)
  const own = lgammaRight(right)
  const sine = abs(sin(mul(fraction(where(isLeft, x, literal(0.5)) as Tensor), literal(Math.PI))))
  const near = where(isLeft, sub(sub(literal(Math.log(Math.PI)), log(sine)), own), own)
  return where(isFar, abs(t), near) as Tensor
})

/**
 * The derivative of {@link lgamma}.
 *
 * @example
 * ```ts
 * import { digamma, item } from 'cotangent'
 *
 * item(digamma(1)) // => -0.577216
 * ```
 */
export const digamma: UnaryOperation = composedUnary((x) => {
  const [isLeft, right] = reflected(x)
  const z = add(right, literal(places.length))
  const inverse = div(one, z)
  const square = mul(inverse, inverse)
  const far = sub(sub(log(z), mul(inverse, literal(0.5))), mul(square, polynomial(slopes, square)))
  const own = places.reduce<Tensor>((sum, k) => sub(sum, div(one, add(right, literal(k)))), far)
  const angle = mul(fraction(where(isLeft, x, literal(0.5)) as Tensor), literal(Math.PI))
  return where(isLeft, sub(own, div(mul(literal(Math.PI), cos(angle)), sin(angle))), own) as Tensor
})
