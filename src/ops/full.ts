/**
 * @file full: a number, known or computed, repeated over a shape. A broadcast scalar, so the number stays an input.
 */
import type { Shape } from '../core/Shape.ts'
import type { Operand, Tensor } from '../core/Tensor.ts'
import { asTensor } from '../core/Tensor.ts'
import { broadcastTo } from './broadcastTo.ts'

/**
 * A tensor that has the same number everywhere.
 *
 * @example
 * ```ts
 * import { full, toNested } from 'cotangent'
 *
 * toNested(full([2], 7)) // => [7, 7]
 * ```
 */
export const full = <const S extends Shape>(shape: S, value: Operand<readonly []>): Tensor<S> =>
  broadcastTo(shape)(asTensor(value))
