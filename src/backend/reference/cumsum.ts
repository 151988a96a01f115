/**
 * @file cumsum: running totals along an axis, `y[k] = x[0] + ... + x[k]`.
 */
import type { Kernel } from './Kernel.ts'
import { forEachLine, linesOf } from './Lines.ts'

export const cumsum: Kernel<'cumsum'> = ({ axis }, [{ data: x, shape }]) => {
  const y = new Float64Array(x.length)
  const lines = linesOf(shape, axis)
  forEachLine(lines, (_, start) => {
    let total = 0
    for (let k = 0; k < lines.length; k++) {
      total += x[start + k * lines.inner]!
      y[start + k * lines.inner] = total
    }
  })
  return y
}
