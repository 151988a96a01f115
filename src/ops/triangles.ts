/**
 * @file Parts of matrices: the triangles below and above a diagonal, and the diagonals.
 *
 *     tril: y[i, j] = x[i, j] where j <= i + k, else 0      triu: where j >= i + k      diagonal: y[i] = x[i, i + k]
 *
 * Shape rule: [..., R, C] stays; a diagonal is [..., length]. Pullback: the same entries of the cotangent.
 * Laws: finite differences (exact), adjointness, pullback linearity; "makes the matrix with the triangle below".
 */
import { showShape } from '../core/Shape.ts'
import { checkInteger, checkTabled } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { leaf } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { add } from './add.ts'
import { broadcastTo } from './broadcastTo.ts'
import { arange, literal, zero } from './constant.ts'
import { takeNamed } from './gather.ts'
import { lessEqual } from './lessEqual.ts'
import { reshapeTo } from './reshape.ts'
import { where } from './where.ts'

const sidesOf = (operation: string, { shape }: Tensor): readonly [rows: number, columns: number] => {
  const [rows, columns] = shape.slice(-2)
  return rows === undefined || columns === undefined
    ? refuse(operation, [shape], { expected: 'matrices [..., R, C]', found: showShape(shape) })
    : [rows, columns]
}

const triangle =
  (operation: string, keeps: (row: Tensor, column: Tensor) => Tensor) =>
  (diagonal = 0) =>
  (x: Tensor): Tensor => {
    const [rows, columns] = sidesOf(operation, x)
    checkInteger(operation, 'the diagonal', diagonal)
    const row = add(reshapeTo(arange(rows), [rows, 1]), literal(diagonal))
    const mask = broadcastTo([rows, columns])(keeps(row, arange(columns)))
    return where(broadcastTo(x.shape)(mask), x, zero)
  }

/**
 * The entries on and below a diagonal, the main one by default; zeros above.
 *
 * @example
 * ```ts
 * import { ones, toNested, tril } from 'cotangent'
 *
 * toNested(tril()(ones([2, 2]))) // => [[1, 0], [1, 1]]
 * ```
 */
export const tril = triangle('tril', (row, column) => lessEqual(column, row))

/**
 * The entries on and above a diagonal, the main one by default; zeros below.
 *
 * @example
 * ```ts
 * import { ones, toNested, triu } from 'cotangent'
 *
 * toNested(triu(1)(ones([2, 2]))) // => [[0, 1], [0, 0]]
 * ```
 */
export const triu = triangle('triu', (row, column) => lessEqual(row, column))

/**
 * The entries on a diagonal, the main one by default; diagonals above it have positive numbers.
 *
 * @example
 * ```ts
 * import { diagonal, tensor, toNested } from 'cotangent'
 *
 * toNested(diagonal()(tensor([1, 2, 3, 4], [2, 2]))) // => [1, 4]
 * ```
 */
export const diagonal =
  (offset = 0) =>
  (x: Tensor): Tensor => {
    const [rows, columns] = sidesOf('diagonal', x)
    checkInteger('diagonal', 'the offset', offset)
    const [top, left] = [Math.max(0, -offset), Math.max(0, offset)]
    const length = Math.max(0, Math.min(rows - top, columns - left))
    checkTabled('diagonal', x.shape, length)
    const cells = Float64Array.from({ length }, (_, k) => (top + k) * columns + left + k)
    const flat = reshapeTo(x, [...x.shape.slice(0, -2), rows * columns])
    return takeNamed(flat, leaf(cells, [length]), flat.shape.length - 1)
  }
