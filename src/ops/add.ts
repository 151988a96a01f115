/**
 * @file add: the sum of two tensors.
 *
 *     y = a + b
 *
 * Shape rule: both operands are broadcast to one shape, which y has. Pullback: g and g.
 * Laws: finite differences, adjointness, pullback linearity, second order; commutativity, associativity up to rounding, unit 0.
 */
import type { BinaryPullback } from './elementwise.ts'
import { binaryOperation, binaryPrimitive } from './elementwise.ts'

const addPullback: BinaryPullback = (g) => [g, g]

export const addPrimitive = binaryPrimitive('add', addPullback)

/**
 * a + b, broadcast.
 *
 * @example
 * ```ts
 * import { add, tensor, toNested } from 'cotangent'
 *
 * toNested(add(tensor([1, 2], [2]), 10)) // => [11, 12]
 * ```
 */
export const add = binaryOperation(addPrimitive)
