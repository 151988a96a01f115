/**
 * @file greater and greaterEqual: less and lessEqual with the operands exchanged.
 *
 * Shape rule and pullback are those of `less` and `lessEqual`.
 * Laws: zero cotangent; "less exchanged"; "lessEqual exchanged".
 */
import type { BinaryOperation } from './elementwise.ts'
import type { Operand, Tensor } from '../core/Tensor.ts'
import { ofShape } from '../core/Tensor.ts'
import { less } from './less.ts'
import { lessEqual } from './lessEqual.ts'

const exchanged =
  (compare: (a: Operand, b: Operand) => Tensor): BinaryOperation =>
  (a, b) =>
    ofShape(compare(b, a))

/**
 * 1 where a > b, else 0, broadcast. Comparisons with NaN are false. Its derivative is 0.
 *
 * @example
 * ```ts
 * import { greater, tensor, toNested } from 'cotangent'
 *
 * toNested(greater(tensor([1, 2, 3], [3]), 2)) // => [0, 0, 1]
 * ```
 */
export const greater: BinaryOperation = exchanged(less)

/**
 * 1 where a >= b, else 0, broadcast. Comparisons with NaN are false. Its derivative is 0.
 *
 * @example
 * ```ts
 * import { greaterEqual, tensor, toNested } from 'cotangent'
 *
 * toNested(greaterEqual(tensor([1, 2, 3], [3]), 2)) // => [0, 1, 1]
 * ```
 */
export const greaterEqual: BinaryOperation = exchanged(lessEqual)
