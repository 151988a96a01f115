/**
 * @file lessEqual: whether one tensor is not above another, entry by entry.
 *
 *     y = 1 where a <= b, else 0
 *
 * Shape rule: both operands are broadcast to one shape, which y has. Pullback: zero: a comparison is constant almost everywhere.
 * Laws: zero cotangent.
 */
import type { BinaryPullback } from './elementwise.ts'
import { binaryOperation, binaryPrimitive } from './elementwise.ts'

const lessEqualPullback: BinaryPullback = () => [null, null]

export const lessEqualPrimitive = binaryPrimitive('lessEqual', lessEqualPullback)

/**
 * 1 where a <= b, else 0, broadcast. Comparisons with NaN are false. Its derivative is 0.
 *
 * @example
 * ```ts
 * import { lessEqual, tensor, toNested } from 'cotangent'
 *
 * toNested(lessEqual(tensor([1, 2, 3], [3]), 2)) // => [1, 1, 0]
 * ```
 */
export const lessEqual = binaryOperation(lessEqualPrimitive)
