/**
 * @file notEqual: whether two tensors differ, entry by entry.
 *
 *     y = 1 where a != b, else 0
 *
 * Shape rule: both operands are broadcast to one shape, which y has. Pullback: zero: a comparison is constant almost everywhere.
 * Laws: zero cotangent; "commutativity".
 */
import type { BinaryPullback } from './elementwise.ts'
import { binaryOperation, binaryPrimitive } from './elementwise.ts'

const notEqualPullback: BinaryPullback = () => [null, null]

export const notEqualPrimitive = binaryPrimitive('notEqual', notEqualPullback)

/**
 * 1 where a != b, else 0, broadcast. The result is 1 where an operand is NaN. Its derivative is 0.
 *
 * @example
 * ```ts
 * import { notEqual, tensor, toNested } from 'cotangent'
 *
 * toNested(notEqual(tensor([1, 2, 3], [3]), 2)) // => [1, 0, 1]
 * ```
 */
export const notEqual = binaryOperation(notEqualPrimitive)
