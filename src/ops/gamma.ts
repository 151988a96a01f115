/**
 * @file lgamma and digamma: the logarithm of the gamma function and its derivative.
 *
 * ln((x - 1)!): from 10 on by Stirling's series, on the left by reflection, and in between by the series about its
 * zeros,
 *     with z = x - 2:  (1 - euler) z + sum of (zeta(k) - 1) (-z)^k / k,  less ln(x - 1) before 3/2
 *     digamma and its derivative by the derivatives of Stirling's series, at x or ten places to the right
 *
 * Shape rule: the shape of x. Pullback: of lgamma, g digamma(x); of digamma, g times trigamma, which is computed in the
 * same way and differentiated through its parts.
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
import { less } from './less.ts'
import { log } from './log.ts'
import { log1p } from './log1p.ts'
import { mul } from './mul.ts'
import { round } from './round.ts'
import { cos, sin } from './sin.ts'
import { sub } from './sub.ts'
import { where } from './where.ts'
import { withSlope } from './withSlopes.ts'

const two = literal(2)
const ten = literal(10)

const places = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const

/** Coefficients of 1/z^(2k+1) in Stirling's series, of 1/z^(2k+2) in its derivative, and of 1/z^(2k+3) in that one's. */
const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156] as const
const slopes = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12] as const
const bends = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6] as const

const polynomial = (coefficients: readonly number[], t: Tensor): Tensor =>
  coefficients.reduceRight<Tensor>((inner, c) => add(literal(c), mul(inner, t)), literal(0))

/** x, or 1 - x to the left of -1/2, where a function is computed by reflection. */
const reflected = (x: Tensor): readonly [isLeft: Tensor, right: Tensor] => {
  const isLeft = less(x, literal(-0.5))
  return [isLeft, where(isLeft, sub(one, x), x)]
}

/** Where Stirling's series is evaluated, and whether that is ten places from x. */
const shifted = (x: Tensor): readonly [isNear: Tensor, near: Tensor, z: Tensor] => {
  const isNear = less(x, literal(places.length))
  return [isNear, where(isNear, x, one), where(isNear, add(x, literal(places.length)), x)]
}

/** The distance of x from the nearest whole number, times pi: gives sin(pi x) up to its sign, without loss. */
const angleOf = (isLeft: Tensor, x: Tensor): Tensor =>
  mul(where(isLeft, sub(x, round(x)), literal(0.5)), literal(Math.PI))

/** zeta(k) - 1 for k = 2, 3, and so on. */
const zetas = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
  0.008349277381922827, 0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853, 0.0004941886041194645,
  0.0002460865533080483, 0.00012271334757848915, 6.124813505870483e-5, 3.058823630702049e-5, 1.528225940865187e-5,
  7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6, 9.539620338727962e-7, 4.769329867878064e-7,
  2.38450502727733e-7, 1.1921992596531106e-7, 5.960818905125948e-8, 2.980350351465228e-8, 1.4901554828365043e-8,
] as const

const eulerComplement = 0.42278433509846713

/** Between 1/2 and 5/2. */
const lgammaMiddle = (x: Tensor): Tensor => {
  const isFirst = less(x, literal(1.5))
  const z = where(isFirst, sub(x, one), sub(x, two))
  const coefficients = [eulerComplement, ...zetas.map((zeta, k) => ((k % 2 === 0 ? 1 : -1) * zeta) / (k + 2))]
  const series = mul(z, polynomial(coefficients, z))
  return where(isFirst, sub(series, log1p(where(isFirst, z, zero))), series)
}

/** Between -1/2 and 10: shifts by one to the right, or to the left until the argument lies between 3/2 and 5/2. */
const lgammaNear = (x: Tensor): Tensor => {
  const isLow = less(x, literal(0.5))
  const steps = Array.from({ length: 8 }, (_, k) => literal(k + 1)).map((k) => {
    const place = sub(x, k)
    return [where(less(place, literal(1.5)), one, place), where(less(place, literal(1.5)), zero, one)] as const
  })
  const product = steps.reduce<Tensor>((all, [factor]) => mul(all, factor), one)
  const count = steps.reduce<Tensor>((all, [, taken]) => add(all, taken), zero)
  const middle = lgammaMiddle(where(isLow, add(x, one), sub(x, count)))
  return where(isLow, sub(middle, log(abs(x))), add(middle, log(product)))
}

/** Stirling's series, from 10 on. */
const lgammaFar = (z: Tensor): Tensor => {
  const inverse = div(one, z)
  const series = mul(inverse, polynomial(stirling, mul(inverse, inverse)))
  const logarithm = log(z)
  return add(
    sub(mul(z, sub(logarithm, one)), mul(literal(0.5), logarithm)),
    add(literal(0.5 * Math.log(2 * Math.PI)), series),
  )
}

const lgammaRight = (x: Tensor): Tensor => {
  const isNear = less(x, ten)
  return where(isNear, lgammaNear(where(isNear, x, one)), lgammaFar(where(isNear, ten, x)))
}

const lgammaOf: (x: Tensor) => Tensor = withSlope(
  (t) => {
    const isFar = equal(abs(t), literal(Infinity))
    const x = where(isFar, one, t)
    const [isLeft, right] = reflected(x)
    const own = lgammaRight(right)
    const sine = abs(sin(angleOf(isLeft, x)))
    const left = sub(sub(literal(Math.log(Math.PI)), log(sine)), own)
    // At a pole, even where the other side is infinite.
    const near = where(isLeft, where(equal(sine, zero), literal(Infinity), left), own)
    return where(isFar, abs(t), near)
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
    // The first term is at x itself, which keeps the sign of a zero.
    const others = places.slice(1).map((k) => add(near, literal(k)))
    const sum = others.reduce<Tensor>((all, place) => add(all, div(one, place)), div(one, near))
    const own = where(isNear, sub(far, sum), far)
    const angle = angleOf(isLeft, x)
    const value = where(isLeft, sub(own, div(mul(literal(Math.PI), cos(angle)), sin(angle))), own)
    // At a pole on the left, the two sides have infinities of opposite sign.
    const isPole = mul(isLeft, equal(angle, zero))
    return where(isPole, literal(Number.NaN), value)
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
  const own = where(isNear, add(far, sum), far)
  const cosecant = div(literal(Math.PI), sin(angleOf(isLeft, x)))
  return where(isLeft, sub(mul(cosecant, cosecant), own), own)
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
