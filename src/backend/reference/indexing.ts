/**
 * @file Indexing along an axis by data: indices are whole numbers, and an index out of range is refused.
 *
 *     gather:          y[.., k, ..] = x[.., indices[.., k, ..], ..]
 *     scatterAdd:      y[.., indices[.., k, ..], ..] += updates[.., k, ..], its adjoint
 *     lastOccurrence:  y[.., k, ..] = 1 where the index does not occur again behind k, else 0
 */
import type { BadIndex } from '../../core/indexNames.ts'
import { isIndex, refuseIndex } from '../../core/indexNames.ts'
import { sizeOf } from '../../core/Shape.ts'
import type { Kernel, Value } from './Kernel.ts'
import { forEachLine, linesOf } from './Lines.ts'

type Indexing = Pick<BadIndex, 'name' | 'names'>

const checkIndices = (indexing: Indexing, { data, shape }: Value, length: number): void => {
  for (const index of data) if (!isIndex(index, length)) refuseIndex({ ...indexing, index, length, shape })
}

export const gather: Kernel<'gather'> = ({ axis, names }, [x, indices]) => {
  const y = new Float64Array(indices.data.length)
  const from = linesOf(x.shape, axis)
  const lines = linesOf(indices.shape, axis)
  checkIndices({ name: 'gather', names }, indices, from.length)
  for (let o = 0, at = 0; o < lines.outer; o++) {
    for (let k = 0; k < lines.length; k++) {
      for (let i = 0; i < lines.inner; i++, at++) {
        y[at] = x.data[(o * from.length + indices.data[at]!) * from.inner + i]!
      }
    }
  }
  return y
}

export const scatterAdd: Kernel<'scatterAdd'> = ({ axis, size, names }, [indices, updates], shape) => {
  const y = new Float64Array(sizeOf(shape))
  const lines = linesOf(indices.shape, axis)
  checkIndices({ name: 'scatterAdd', names }, indices, size)
  for (let o = 0, at = 0; o < lines.outer; o++) {
    for (let k = 0; k < lines.length; k++) {
      for (let i = 0; i < lines.inner; i++, at++) {
        y[(o * size + indices.data[at]!) * lines.inner + i]! += updates.data[at]!
      }
    }
  }
  return y
}

export const lastOccurrence: Kernel<'lastOccurrence'> = ({ axis }, [{ data: indices, shape }]) => {
  const y = new Float64Array(indices.length)
  const lines = linesOf(shape, axis)
  forEachLine(lines, (_, start) => {
    const seen = new Set<number>()
    for (let k = lines.length - 1; k >= 0; k--) {
      const at = start + k * lines.inner
      if (!seen.has(indices[at]!)) y[at] = 1
      seen.add(indices[at]!)
    }
  })
  return y
}
