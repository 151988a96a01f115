/**
 * @file sub: the difference of two tensors.
 *
 *     y = a - b
 *
 * Shape rule: both operands are broadcast to one shape, which y has. Pullback: g and -g.
 * Laws: finite differences, adjointness, pullback linearity, second order; "exchanged".
 */
import type { BinaryPullback } from './elementwise.ts'
import { binaryOperation, binaryPrimitive } from './elementwise.ts'
import { neg } from './neg.ts'

const subPullback: BinaryPullback = (g) => [g, neg(g)]

export const subPrimitive = binaryPrimitive('sub', subPullback)

/**
 * a - b, broadcast.
 *
 * @example
 * ```ts
 * import { sub, tensor, toNested } from 'cotangent'
 *
 * toNested(sub(tensor([1, 2], [2]), 10)) // => [-9, -8]
 * ```
 */
export const sub = binaryOperation(subPrimitive)
