/**
 * @file mul: the product of two tensors, entry by entry.
 *
 *     y = a b
 *
 * Shape rule: both operands are broadcast to one shape, which y has. Pullback: g b and g a.
 * Laws: finite differences, adjointness, pullback linearity, second order; bilinearity; "commutativity"; "unit 1".
 */
import type { BinaryPullback } from './elementwise.ts'
import { binaryOperation, binaryPrimitive } from './elementwise.ts'

const mulPullback: BinaryPullback = (g, a, b) => [mul(g, b), mul(g, a)]

export const mulPrimitive = binaryPrimitive('mul', mulPullback)

/**
 * a b, broadcast.
 *
 * @example
 * ```ts
 * import { mul, tensor, toNested } from 'cotangent'
 *
 * toNested(mul(tensor([1, 2], [2]), 10)) // => [10, 20]
 * ```
 */
export const mul = binaryOperation(mulPrimitive)
