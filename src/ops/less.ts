/**
 * @file less: whether one tensor is below another, entry by entry.
 *
 *     y = 1 where a < b, else 0
 *
 * Shape rule: both operands are broadcast to one shape, which y has. Pullback: zero: a comparison is constant almost everywhere.
 * Laws: zero cotangent.
 */
import type { BinaryPullback } from './elementwise.ts'
import { binaryOperation, binaryPrimitive } from './elementwise.ts'

const lessPullback: BinaryPullback = () => [null, null]

export const lessPrimitive = binaryPrimitive('less', lessPullback)

/**
 * 1 where a < b, else 0, broadcast. Comparisons with NaN are false. Its derivative is 0.
 *
 * @example
 * ```ts
 * import { less, tensor, toNested } from 'cotangent'
 *
 * toNested(less(tensor([1, 2, 3], [3]), 2)) // => [1, 0, 0]
 * ```
 */
export const less = binaryOperation(lessPrimitive)
