/**
 * @file eye: the identity matrix, and matrices with ones along another diagonal.
 *
 *     y[i, j] = 1 where j = i + offset, else 0
 *
 * Shape rule: [rows, columns]. Pullback: none, it has no inputs.
 * Laws: "the unit of products"; "ones along a diagonal".
 */
import { checkOptions } from '../core/options.ts'
import { checkInteger } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { ofShape } from '../core/Tensor.ts'
import { add } from './add.ts'
import { arange, literal } from './constant.ts'
import { equal } from './equal.ts'
import { reshapeTo } from './reshape.ts'

/** The other side, and the diagonal. */
export interface EyeOptions<C extends number> {
  /** As many as rows by default. */
  readonly columns?: C
  /** How far to the right of the main diagonal the ones are; 0 by default. */
  readonly offset?: number
}

/**
 * The identity matrix of so many rows; ones along a diagonal of a matrix that need not be square. Refuses an offset that is no
 * whole number.
 *
 * @example
 * ```ts
 * import { eye, toNested } from 'cotangent'
 *
 * toNested(eye(2)) // => [[1, 0], [0, 1]]
 * toNested(eye(2, { columns: 3, offset: 1 })) // => [[0, 1, 0], [0, 0, 1]]
 * ```
 */
export const eye = <const R extends number, const C extends number = R>(
  rows: R,
  options: EyeOptions<C> = {},
): Tensor<readonly [R, C]> => {
  const { columns = rows, offset = 0 } = checkOptions('eye', options, { columns: true, offset: true })
  checkInteger('eye', "'offset'", offset)
  const diagonal = reshapeTo(add(arange(rows), literal(offset)), [rows, 1])
  return ofShape(equal(diagonal, reshapeTo(arange(columns), [1, columns])))
}
