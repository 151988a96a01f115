/**
 * @file div: the quotient of two tensors, entry by entry.
 *
 *     y = a / b
 *
 * Shape rule: both operands are broadcast to one shape, which y has. Pullback: g / b and -g (y / b).
 * Laws: finite differences, adjointness, pullback linearity, second order; "undone by mul".
 */
import type { BinaryPullback } from './elementwise.ts'
import { binaryOperation, binaryPrimitive } from './elementwise.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'

const divPullback: BinaryPullback = (g, _, b, y) => [div(g, b), neg(mul(g, div(y, b)))]

export const divPrimitive = binaryPrimitive('div', divPullback)

/**
 * a / b, broadcast.
 *
 * @example
 * ```ts
 * import { div, tensor, toNested } from 'cotangent'
 *
 * toNested(div(tensor([1, 2], [2]), 4)) // => [0.25, 0.5]
 * ```
 */
export const div = binaryOperation(divPrimitive)
