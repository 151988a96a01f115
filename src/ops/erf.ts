/**
 * @file erf: the error function.
 *
 *     y = 2 / sqrt(pi) * integral from 0 to x of e^(-t^2)
 *
 * Shape rule: the shape of x. Pullback: g 2 / sqrt(pi) e^(-x^2), computed by `gauss`
 * Laws: finite differences, adjointness, pullback linearity, second order; "oddness".
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'
import { gauss } from './gauss.ts'
import { mul } from './mul.ts'

const erfPullback: UnaryPullback = (g, x) => mul(g, gauss(x))

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
