/**
 * @file floor: rounds down to a whole number.
 *
 *     y = floor(x)
 *
 * Shape rule: the shape of x. Pullback: zero
 * Laws: finite differences, adjointness, pullback linearity, second order.
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'

const floorPullback: UnaryPullback = () => null

export const floorPrimitive = unaryPrimitive('floor', floorPullback)

/**
 * The largest whole number that is not above x, entry by entry. Its derivative is 0.
 *
 * @example
 * ```ts
 * import { floor, item } from 'cotangent'
 *
 * item(floor(-1.5)) // => -2
 * ```
 */
export const floor = unaryOperation(floorPrimitive)
