/**
 * @file Exponentials and logarithms to other bases, and functions composed of them.
 *
 * Shape rule: the shape of x, or the common shape of two operands. Pullback: through the parts.
 * Laws: finite differences, adjointness, pullback linearity, second order; PyTorch's values and derivatives.
 */
import { checkOptions } from '../core/options.ts'
import type { Tensor } from '../core/Tensor.ts'
import { abs } from './abs.ts'
import { add } from './add.ts'
import { literal, one, two, zero } from './constant.ts'
import { div } from './div.ts'
import type { BinaryOperation, UnaryOperation } from './elementwise.ts'
import { composedBinary, composedUnary } from './elementwise.ts'
import { equal } from './equal.ts'
import { exp } from './exp.ts'
import { less } from './less.ts'
import { log } from './log.ts'
import { log1p } from './log1p.ts'
import { maximum } from './maximum.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { pow } from './pow.ts'
import { sigmoid } from './sigmoid.ts'
import { round } from './round.ts'
import { sub } from './sub.ts'
import { clamp } from './activations.ts'
import { where } from './where.ts'
import { withSlope, withSlopes } from './withSlopes.ts'

/**
 * 2^x.
 *
 * @example
 * ```ts
 * import { exp2, tensor, toNested } from 'cotangent'
 *
 * toNested(exp2(tensor([0, 3], [2]))) // => [1, 8]
 * ```
 */
export const exp2: UnaryOperation = composedUnary((x) => pow(two, x))

/**
 * The logarithm to a base, exact where x is a whole power of the base: the quotient of two logarithms can be off by one
 * digit there, so the nearest whole exponent is checked against the power itself.
 */
const toBase = (base: number): ((x: Tensor) => Tensor) =>
  withSlope(
    (x) => {
      const quotient = div(log(x), literal(Math.log(base)))
      const whole = round(quotient)
      // Among the smallest numbers, many are rounded to the same power.
      const isNear = less(abs(sub(quotient, whole)), literal(1e-3))
      return where(mul(isNear, equal(pow(literal(base), whole), x)), whole, quotient)
    },
    (x) => div(literal(1 / Math.log(base)), x),
  )

/**
 * The logarithm to base 2.
 *
 * @example
 * ```ts
 * import { log2, tensor, toNested } from 'cotangent'
 *
 * toNested(log2(tensor([1, 8], [2]))) // => [0, 3]
 * ```
 */
export const log2: UnaryOperation = composedUnary(toBase(2))

/**
 * The logarithm to base 10.
 *
 * @example
 * ```ts
 * import { log10, tensor, toNested } from 'cotangent'
 *
 * toNested(log10(tensor([1, 100], [2]))) // => [0, 2]
 * ```
 */
export const log10: UnaryOperation = composedUnary(toBase(10))

/**
 * log(x / (1 - x)), the inverse of sigmoid. With `epsilon`, x is first clamped to [epsilon, 1 - epsilon].
 *
 * @example
 * ```ts
 * import { logit, tensor, toNested } from 'cotangent'
 *
 * toNested(logit()(tensor([0.5, 1], [2]))) // => [0, Infinity]
 * ```
 */
export const logit = (options: { readonly epsilon?: number } = {}): UnaryOperation => {
  const { epsilon } = checkOptions('logit', options, { epsilon: true })
  return composedUnary((x) => {
    const inside: Tensor = epsilon === undefined ? x : clamp({ low: epsilon, high: 1 - epsilon })(x)
    return sub(log(inside), log1p(neg(inside)))
  })
}

/**
 * log(e^a + e^b), without overflow; minus infinity where both a and b are.
 *
 * @example
 * ```ts
 * import { item, logaddexp } from 'cotangent'
 *
 * item(logaddexp(1000, 1000)) // => 1000.693147
 * ```
 */
export const logaddexp: BinaryOperation = composedBinary('logaddexp', (a, b) => {
  // Where both are the same infinity, their difference is taken as 0.
  const areInfinite = mul(equal(a, b), equal(abs(a), literal(Infinity)))
  const apart: Tensor = where(areInfinite, zero, sub(a, b))
  const value = add(maximum(a, b), log1p(exp(neg(abs(apart)))))
  return withSlopes(value, [a, b], () => [sigmoid(apart), sigmoid(neg(apart))])
})

/**
 * a log(b), and 0 where a is 0, for every b except NaN.
 *
 * @example
 * ```ts
 * import { item, xlogy } from 'cotangent'
 *
 * item(xlogy(0, 0)) // => 0
 * ```
 */
export const xlogy: BinaryOperation = composedBinary('xlogy', (a, b) => {
  const isNothing = equal(a, zero)
  const hasLogarithm = mul(less(zero, b), less(b, literal(Infinity)))
  const logarithm = log(where(isNothing, where(hasLogarithm, b, one), b))
  const product = mul(a, logarithm)
  return where(equal(b, b), product, literal(Number.NaN))
})
