/**
 * @file The hyperbolic functions besides tanh, and their inverses.
 *
 *     sinh x = (e^x - e^-x) / 2                 asinh x = sign(x) log(|x| + sqrt(x^2 + 1))
 *     cosh x = (e^x + e^-x) / 2                 acosh x = log(1 + t + sqrt(t (x + 1))), t = x - 1
 *                                               atanh x = log((1 + x) / (1 - x)) / 2
 *
 * computed by expm1 and log1p, so that no digits are lost near 0.
 * Shape rule: the shape of x. Pullback: sinh and cosh are each other's derivative; that of acosh is 1 / sqrt(x^2 - 1); the others go
 * through the parts.
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
import { exp } from './exp.ts'
import { expm1 } from './expm1.ts'
import { less } from './less.ts'
import { log } from './log.ts'
import { log1p } from './log1p.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { sign } from './sign.ts'
import { sqrt } from './sqrt.ts'
import { sub } from './sub.ts'
import { where } from './where.ts'
import { withSlope } from './withSlopes.ts'

const half = literal(0.5)

/** Beyond this, e^-x is negligible against e^x in float32 and in float64. */
const large = literal(20)

/** e^|x| / 2 in two factors, neither of which overflows before their product does. */
const halfExp = (x: Tensor): Tensor => {
  const root = exp(mul(abs(x), half))
  return mul(mul(half, root), root)
}

const sinhOf: (x: Tensor) => Tensor = withSlope(
  (x) => {
    const isLarge = less(large, abs(x))
    const near: Tensor = where(isLarge, zero, x)
    return where(isLarge, mul(sign(x), halfExp(x)), mul(half, sub(expm1(near), expm1(neg(near)))))
  },
  (x) => coshOf(x),
)

const coshOf: (x: Tensor) => Tensor = withSlope(
  (x) => {
    const isLarge = less(large, abs(x))
    const near: Tensor = where(isLarge, zero, x)
    return where(isLarge, halfExp(x), mul(half, add(exp(near), exp(neg(near)))))
  },
  (x) => sinhOf(x),
)

/**
 * The hyperbolic sine.
 *
 * @example
 * ```ts
 * import { item, sinh } from 'cotangent'
 *
 * item(sinh(1)) // => 1.175201
 * ```
 */
export const sinh: UnaryOperation = composedUnary(sinhOf)

/**
 * The hyperbolic cosine.
 *
 * @example
 * ```ts
 * import { cosh, item } from 'cotangent'
 *
 * item(cosh(1)) // => 1.543081
 * ```
 */
export const cosh: UnaryOperation = composedUnary(coshOf)

/** Beyond this, x^2 + 1 rounds to x^2 in float32 and in float64. */
const far = literal(1e9)

/**
 * The inverse hyperbolic sine.
 *
 * @example
 * ```ts
 * import { asinh, item } from 'cotangent'
 *
 * item(asinh(1)) // => 0.881374
 * ```
 */
export const asinh: UnaryOperation = composedUnary((x) => {
  const right = (t: Tensor): Tensor => {
    const isFar = less(far, t)
    const near = where(isFar, one, t)
    const square = mul(near, near)
    const close = log1p(add(near, div(square, add(one, sqrt(add(one, square))))))
    return where(isFar, add(log(where(isFar, t, one)), literal(Math.LN2)), close)
  }
  const isNegative = less(x, literal(0))
  const value = right(where(isNegative, neg(x), x))
  // A zero keeps its sign.
  return where(equal(x, zero), x, where(isNegative, neg(value), value))
})

/** The derivative of acosh, 1 / sqrt(x^2 - 1). Its own, -x / (x^2 - 1)^(3/2), is written so that x^2 does not overflow. */
const acoshSlope = withSlope(
  (x) => div(one, mul(sqrt(sub(x, one)), sqrt(add(x, one)))),
  (x, y) => mul(mul(literal(-0.5), y), add(div(one, sub(x, one)), div(one, add(x, one)))),
)

/**
 * The inverse hyperbolic cosine, for x of 1 and above; NaN below.
 *
 * @example
 * ```ts
 * import { acosh, item } from 'cotangent'
 *
 * item(acosh(1)) // => 0
 * ```
 */
export const acosh: UnaryOperation = composedUnary(
  withSlope((x) => {
    const isFar = less(far, x)
    const near = where(isFar, one, x)
    // The root of a negative number is NaN.
    const above = sub(near, one)
    const close = log1p(add(above, mul(sqrt(above), sqrt(add(near, one)))))
    return where(isFar, add(log(where(isFar, x, one)), literal(Math.LN2)), close)
  }, acoshSlope),
)

/**
 * The inverse hyperbolic tangent, for x between -1 and 1; NaN outside.
 *
 * @example
 * ```ts
 * import { atanh, item } from 'cotangent'
 *
 * item(atanh(0.5)) // => 0.549306
 * ```
 */
export const atanh: UnaryOperation = composedUnary((x) => mul(half, sub(log1p(x), log1p(neg(x)))))
