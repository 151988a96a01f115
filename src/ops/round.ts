/**
 * @file round: the nearest whole number.
 *
 *     y = round(x), halves to even
 *
 * Shape rule: the shape of x. Pullback: zero
 * Laws: finite differences, adjointness, pullback linearity, second order.
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'

const roundPullback: UnaryPullback = () => null

export const roundPrimitive = unaryPrimitive('round', roundPullback)

/**
 * The nearest whole number, entry by entry; halves go to the even neighbour, as in IEEE 754. Its derivative is 0.
 *
 * @example
 * ```ts
 * import { item, round } from 'cotangent'
 *
 * item(round(2.5)) // => 2
 * ```
 */
export const round = unaryOperation(roundPrimitive)
