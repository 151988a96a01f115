/**
 * @file ceil: rounds up to a whole number.
 *
 *     y = ceil(x)
 *
 * Shape rule: the shape of x. Pullback: zero
 * Laws: finite differences, adjointness, pullback linearity, second order.
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'

const ceilPullback: UnaryPullback = () => null

export const ceilPrimitive = unaryPrimitive('ceil', ceilPullback)

/**
 * The smallest whole number that is not below x, entry by entry. Its derivative is 0.
 *
 * @example
 * ```ts
 * import { ceil, item } from 'cotangent'
 *
 * item(ceil(1.2)) // => 2
 * ```
 */
export const ceil = unaryOperation(ceilPrimitive)
