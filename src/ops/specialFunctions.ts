/**
 * @file Functions of probability: the inverse of erf, the logarithm of the gamma function and its derivative.
 *
 *     erfinv: a first guess (Winitzki, 2008), then three steps of Newton's, of erfc beyond 1/2
 *     lgamma, digamma: Stirling's series at x, or ten places to the right, and reflection on the left
 *
 * Shape rule: the shape of x. Pullback: of erfinv g sqrt(pi) / 2 e^(y^2); of lgamma g digamma(x); of digamma g times
 * trigamma, which is told in the same way, and through its parts.
 * Laws: finite differences, adjointness, pullback linearity, second order, inside their domains; the edges.
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
import { erfc } from './erfc.ts'
import { exp } from './exp.ts'
import { gauss } from './gauss.ts'
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
import { sub } from './sub.ts'
import { where } from './where.ts'
import { withSlope } from './withSlopes.ts'

const winitzki = 0.147

/** The inverse of erf for sizes below 1: a guess and three steps. */
const inverseInside = (size: Tensor): Tensor => {
  const logarithm = add(log1p(size), log1p(neg(size)))
  const half = add(literal(2 / (Math.PI * winitzki)), mul(logarithm, literal(0.5)))
  const guess = sub(sqrt(sub(mul(half, half), div(logarithm, literal(winitzki)))), half)
  const first = sqrt(where(less(zero, guess), guess, zero) as Tensor)
  // Beyond 1/2 by what is left of 1, which is exact.
  const isHigh = less(literal(0.5), size)
  const left = sub(one, size)
  const improved = (y: Tensor): Tensor =>
    add(y, div(where(isHigh, sub(erfc(y), left), sub(size, erf(y))) as Tensor, gauss(y)))
  return improved(improved(improved(first)))
}

const inverseOf: (x: Tensor) => Tensor = withSlope(
  (x) => {
    const size = abs(x)
    const isInside = less(size, one)
    const y = mul(sign(x), inverseInside(where(isInside, size, zero) as Tensor))
    const outside = where(lessEqual(size, one), literal(Infinity), literal(Number.NaN)) as Tensor
    const value = where(isInside, y, mul(where(isInside, one, x) as Tensor, outside)) as Tensor
    // Of the least numbers it is a multiple, which keeps the sign of a zero.
    return where(less(size, literal(1e-10)), mul(x, literal(Math.sqrt(Math.PI) / 2)), value) as Tensor
  },
  (_, y) => mul(literal(Math.sqrt(Math.PI) / 2), exp(mul(y, y))),
)

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
export const erfinv: UnaryOperation = composedUnary(inverseOf)

const places = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const

/** Coefficients of 1/z^(2k+1) in Stirling's series, of 1/z^(2k+2) in its derivative, and of 1/z^(2k+3) in that one's. */
const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156] as const
const slopes = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12] as const
const bends = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6] as const

const polynomial = (coefficients: readonly number[], t: Tensor): Tensor =>
  coefficients.reduceRight<Tensor>((inner, c) => add(literal(c), mul(inner, t)), literal(0))

/** x, or 1 - x on the left of -1/2, where a function is told by reflection. */
const reflected = (x: Tensor): readonly [isLeft: Tensor, right: Tensor] => {
  const isLeft = less(x, literal(-0.5))
  return [isLeft, where(isLeft, sub(one, x), x) as Tensor]
}

/** Where Stirling's series is summed, and whether that is ten places from x. */
const shifted = (x: Tensor): readonly [isNear: Tensor, near: Tensor, z: Tensor] => {
  const isNear = less(x, literal(places.length))
  return [isNear, where(isNear, x, one) as Tensor, where(isNear, add(x, literal(places.length)), x) as Tensor]
}

/** How far x is from the nearest whole number, times pi: sines of pi x lose nothing by it, but for their sign. */
const angleOf = (isLeft: Tensor, x: Tensor): Tensor =>
  mul(where(isLeft, sub(x, round(x)), literal(0.5)) as Tensor, literal(Math.PI))

const lgammaRight = (x: Tensor): Tensor => {
  const [isNear, near, z] = shifted(x)
  const inverse = div(one, z)
  const series = mul(inverse, polynomial(stirling, mul(inverse, inverse)))
  const logarithm = log(z)
  const far = add(
    sub(mul(z, sub(logarithm, one)), mul(literal(0.5), logarithm)),
    add(literal(0.5 * Math.log(2 * Math.PI)), series),
  )
  const product = places.reduce<Tensor>((all, k) => mul(all, add(near, literal(k))), one)
  return where(isNear, sub(far, log(abs(product))), far) as Tensor
}

const lgammaOf: (x: Tensor) => Tensor = withSlope(
  (t) => {
    const isFar = equal(abs(t), literal(Infinity))
    const x = where(isFar, one, t) as Tensor
    const [isLeft, right] = reflected(x)
    const own = lgammaRight(right)
    const sine = abs(sin(angleOf(isLeft, x)))
    const near = where(isLeft, sub(sub(literal(Math.log(Math.PI)), log(sine)), own), own)
    return where(isFar, abs(t), near) as Tensor
  },
  (x) => digammaOf(x),
)

const digammaOf: (x: Tensor) => Tensor = withSlope(
  (x) => {
    const [isLeft, right] = reflected(x)
    const [isNear, near, z] = shifted(right)
    const inverse = div(one, z)
    const square = mul(inverse, inverse)
    const far = sub(sub(log(z), mul(inverse, literal(0.5))), mul(square, polynomial(slopes, square)))
    const sum = places.reduce<Tensor>((all, k) => add(all, div(one, add(near, literal(k)))), zero)
    const own = where(isNear, sub(far, sum), far) as Tensor
    const angle = angleOf(isLeft, x)
    const value = where(isLeft, sub(own, div(mul(literal(Math.PI), cos(angle)), sin(angle))), own) as Tensor
    // At a pole on the left both sides have their own infinity.
    const isPole = mul(isLeft, equal(angle, zero))
    return where(isPole, literal(Number.NaN), value) as Tensor
  },
  (x) => trigamma(x),
)

/** The derivative of digamma. */
const trigamma = (x: Tensor): Tensor => {
  const [isLeft, right] = reflected(x)
  const [isNear, near, z] = shifted(right)
  const inverse = div(one, z)
  const square = mul(inverse, inverse)
  const series = mul(mul(square, inverse), polynomial(bends, square))
  const far = add(add(inverse, mul(square, literal(0.5))), series)
  const sum = places.reduce<Tensor>((all, k) => {
    const part = div(one, add(near, literal(k)))
    return add(all, mul(part, part))
  }, zero)
  const own = where(isNear, add(far, sum), far) as Tensor
  const cosecant = div(literal(Math.PI), sin(angleOf(isLeft, x)))
  return where(isLeft, sub(mul(cosecant, cosecant), own), own) as Tensor
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
export const lgamma: UnaryOperation = composedUnary(lgammaOf)

/**
 * The derivative of {@link lgamma}; at 0 infinite with the other sign, NaN at -1, -2 and so on.
 *
 * @example
 * ```ts
 * import { digamma, item } from 'cotangent'
 *
 * item(digamma(1)) // => -0.577216
 * ```
 */
export const digamma: UnaryOperation = composedUnary(digammaOf)
