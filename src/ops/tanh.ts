/**
 * @file tanh: the hyperbolic tangent.
 *
 *     y = tanh x
 *
 * Shape rule: the shape of x. Pullback: g 4 sigmoid(2x) sigmoid(-2x), which is g (1 - y^2) without loss of digits where
 * y is near 1
 * Laws: finite differences, adjointness, pullback linearity, second order.
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'
import { add } from './add.ts'
import { literal } from './constant.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { sigmoid } from './sigmoid.ts'

const tanhPullback: UnaryPullback = (g, x) => {
  const double = add(x, x)
  return mul(g, mul(mul(sigmoid(double), sigmoid(neg(double))), literal(4)))
}

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
