/**
 * @file erf: the error function.
 *
 *     y = 2 / sqrt(pi) * integral from 0 to x of e^(-t^2)
 *
 * Shape rule: the shape of x. Pullback: g 2 / sqrt(pi) e^(-x^2)
 * Laws: finite differences, adjointness, pullback linearity, second order.
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'
import { exp } from './exp.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { literal } from './constant.ts'

const erfPullback: UnaryPullback = (g, x) => mul(g, mul(exp(neg(mul(x, x))), literal(2 / Math.sqrt(Math.PI))))

export const erfPrimitive = unaryPrimitive('erf', erfPullback)

/**
 * The Gauss error function, entry by entry.
 *
 * @example
 * ```ts
 * import { erf, item } from 'cotangent'
 *
 * item(erf(0)) // => 0
 * ```
 */
export const erf = unaryOperation(erfPrimitive)
