/**
 * @file sigmoid: the logistic function.
 *
 *     y = 1 / (1 + e^-x)
 *
 * Shape rule: the shape of x. Pullback: g y sigmoid(-x), which is g y (1 - y) without loss of digits where y is near 1
 * Laws: finite differences, adjointness, pullback linearity, second order; "symmetry".
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'

const sigmoidPullback: UnaryPullback = (g, x, y) => mul(g, mul(y, sigmoid(neg(x))))

export const sigmoidPrimitive = unaryPrimitive('sigmoid', sigmoidPullback)

/**
 * The logistic function 1 / (1 + e^-x), entry by entry; it does not overflow.
 *
 * @example
 * ```ts
 * import { item, sigmoid } from 'cotangent'
 *
 * item(sigmoid(0)) // => 0.5
 * ```
 */
export const sigmoid = unaryOperation(sigmoidPrimitive)
