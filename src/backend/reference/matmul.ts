/**
 * @file matmul: the product of matrices, one of each batch.
 *
 *     y[.., i, j] = sum over k of a[.., i, k] * b[.., k, j]
 *
 * Row i of y accumulates the rows of b, each times an entry of a: the innermost loop runs along rows.
 */
import { dimension, sizeOf } from '../../core/Shape.ts'
import type { Kernel } from './Kernel.ts'

export const matmul: Kernel<'matmul'> = (_, [{ data: a, shape: aShape }, { data: b }], shape) => {
  const y = new Float64Array(sizeOf(shape))
  const inner = dimension(aShape, -1)
  const rows = dimension(shape, -2)
  const columns = dimension(shape, -1)
  // Row r of all batches; every `rows` of them share one matrix of b.
  for (let r = 0; r * columns < y.length; r++) {
    const matrix = Math.floor(r / rows) * inner * columns
    for (let k = 0; k < inner; k++) {
      const factor = a[r * inner + k]!
      const row = matrix + k * columns
      for (let j = 0; j < columns; j++) y[r * columns + j]! += factor * b[row + j]!
    }
  }
  return y
}
