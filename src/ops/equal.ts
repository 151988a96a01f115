/**
 * @file equal: whether two tensors are equal, entry by entry.
 *
 *     y = 1 where a = b, else 0
 *
 * Shape rule: both operands are broadcast to one shape, which y has. Pullback: zero: a comparison is constant almost everywhere.
 * Laws: zero cotangent; "commutativity".
 */
import type { BinaryPullback } from './elementwise.ts'
import { binaryOperation, binaryPrimitive } from './elementwise.ts'

const equalPullback: BinaryPullback = () => [null, null]

export const equalPrimitive = binaryPrimitive('equal', equalPullback)

/**
 * 1 where a = b, else 0, broadcast. Comparisons with NaN are false. Its derivative is 0.
 *
 * @example
 * ```ts
 * import { equal, tensor, toNested } from 'cotangent'
 *
 * toNested(equal(tensor([1, 2, 3], [3]), 2)) // => [0, 1, 0]
 * ```
 */
export const equal = binaryOperation(equalPrimitive)
