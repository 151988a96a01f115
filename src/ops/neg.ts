/**
 * @file neg: minus x.
 *
 *     y = -x
 *
 * Shape rule: the shape of x. Pullback: -g
 * Laws: finite differences, adjointness, pullback linearity, second order; "twice is identity".
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'

const negPullback: UnaryPullback = (g) => neg(g)

export const negPrimitive = unaryPrimitive('neg', negPullback)

/**
 * Minus x, entry by entry.
 *
 * @example
 * ```ts
 * import { item, neg } from 'cotangent'
 *
 * item(neg(2)) // => -2
 * ```
 */
export const neg = unaryOperation(negPrimitive)
