/**
 * @file sign: the sign of x.
 *
 *     y = -1, 0 or 1
 *
 * Shape rule: the shape of x. Pullback: zero
 * Laws: finite differences, adjointness, pullback linearity, second order.
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'

const signPullback: UnaryPullback = () => null

export const signPrimitive = unaryPrimitive('sign', signPullback)

/**
 * The sign of each entry: -1, 0 or 1. Its derivative is 0 everywhere.
 *
 * @example
 * ```ts
 * import { item, sign } from 'cotangent'
 *
 * item(sign(-2)) // => -1
 * ```
 */
export const sign = unaryOperation(signPrimitive)
