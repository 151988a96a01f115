/**
 * @file abs: the absolute value.
 *
 *     y = |x|
 *
 * Shape rule: the shape of x. Pullback: g sign(x), which is 0 at 0
 * Laws: finite differences, adjointness, pullback linearity, second order.
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'
import { mul } from './mul.ts'
import { sign } from './sign.ts'

const absPullback: UnaryPullback = (g, x) => mul(g, sign(x))

export const absPrimitive = unaryPrimitive('abs', absPullback)

/**
 * The absolute value, entry by entry. Its derivative at 0 is 0.
 *
 * @example
 * ```ts
 * import { abs, item } from 'cotangent'
 *
 * item(abs(-2)) // => 2
 * ```
 */
export const abs = unaryOperation(absPrimitive)
