/**
 * @file argsort: the positions of the entries along an axis, in the order of the entries. NaN comes after all numbers;
 * equal entries keep their order.
 */
import { sizeOf } from '../../core/Shape.ts'
import type { Kernel } from './Kernel.ts'
import { forEachLine, linesOf } from './Lines.ts'

/** Negative if the first comes first, 0 if they are equal. */
const compare = (a: number, b: number): number =>
  a < b ? -1 : a > b ? 1 : a === b ? 0 : Number(Number.isNaN(a)) - Number(Number.isNaN(b))

export const argsort: Kernel<'argsort'> = ({ axis, descending, count }, [{ data: x, shape: from }], shape) => {
  const y = new Float64Array(sizeOf(shape))
  const { length, inner } = linesOf(from, axis)
  const direction = descending ? -1 : 1
  forEachLine(linesOf(from, axis), (line, start) => {
    const entryAt = (k: number): number => x[start + k * inner]!
    const order = Uint32Array.from({ length }, (_, k) => k)
    order.sort((a, b) => direction * compare(entryAt(a), entryAt(b)) || a - b)
    const to = Math.floor(line / inner) * count * inner + (line % inner)
    for (let k = 0; k < count; k++) y[to + k * inner] = order[k]!
  })
  return y
}
