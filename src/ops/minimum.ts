/**
 * @file minimum: the smaller of two tensors, entry by entry.
 *
 *     y = min(a, b); NaN wins
 *
 * Shape rule: both operands are broadcast to one shape, which y has. Pullback: g to the smaller; equal operands share it, half each.
 * Laws: finite differences, adjointness, pullback linearity, second order; "commutativity".
 */
import type { BinaryPullback } from './elementwise.ts'
import { binaryOperation, binaryPrimitive } from './elementwise.ts'
import { equal } from './equal.ts'
import { less } from './less.ts'
import { mul } from './mul.ts'
import { where } from './where.ts'
import { literal, zero } from './constant.ts'

const minimumPullback: BinaryPullback = (g, a, b) => {
  const half = mul(g, literal(0.5))
  const tie = equal(a, b)
  return [where(tie, half, where(less(b, a), zero, g)), where(tie, half, where(less(a, b), zero, g))]
}

export const minimumPrimitive = binaryPrimitive('minimum', minimumPullback)

/**
 * The smaller of a and b, broadcast. Where they are equal, each gets half of the cotangent.
 *
 * @example
 * ```ts
 * import { minimum, tensor, toNested } from 'cotangent'
 *
 * toNested(minimum(tensor([1, 5], [2]), 3)) // => [1, 3]
 * ```
 */
export const minimum = binaryOperation(minimumPrimitive)
