/**
 * @file exp: the exponential function.
 *
 *     y = e^x
 *
 * Shape rule: the shape of x. Pullback: g * y
 * Laws: finite differences, adjointness, pullback linearity, second order.
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'
import { mul } from './mul.ts'

const expPullback: UnaryPullback = (g, _, y) => mul(g, y)

export const expPrimitive = unaryPrimitive('exp', expPullback)

/**
 * e to the power x, entry by entry.
 *
 * @example
 * ```ts
 * import { exp, item } from 'cotangent'
 *
 * item(exp(0)) // => 1
 * ```
 */
export const exp = unaryOperation(expPrimitive)
