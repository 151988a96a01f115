/**
 * @file tanh: the hyperbolic tangent.
 *
 *     y = tanh x
 *
 * Shape rule: the shape of x. Pullback: g (1 - y^2)
 * Laws: finite differences, adjointness, pullback linearity, second order.
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'
import { mul } from './mul.ts'
import { sub } from './sub.ts'
import { one } from './constant.ts'

const tanhPullback: UnaryPullback = (g, _, y) => mul(g, sub(one, mul(y, y)))

export const tanhPrimitive = unaryPrimitive('tanh', tanhPullback)

/**
 * The hyperbolic tangent, entry by entry.
 *
 * @example
 * ```ts
 * import { item, tanh } from 'cotangent'
 *
 * item(tanh(0)) // => 0
 * ```
 */
export const tanh = unaryOperation(tanhPrimitive)
