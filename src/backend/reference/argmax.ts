/**
 * @file argmax and argmin: where along the axis the largest or smallest entry lies; the first of equals. NaN counts
 * as the extreme, as in PyTorch.
 */
import { sizeOf } from '../../core/Shape.ts'
import type { Kernel } from './Kernel.ts'
import { forEachLine, linesOf } from './Lines.ts'

export const argmax: Kernel<'argmax'> = ({ axis }, [{ data: x, shape: from }], shape) => {
  const y = new Float64Array(sizeOf(shape))
  const lines = linesOf(from, axis)
  forEachLine(lines, (line, start) => {
    let best = x[start]!
    for (let k = 1; k < lines.length && !Number.isNaN(best); k++) {
      const candidate = x[start + k * lines.inner]!
      if (candidate <= best) continue
      best = candidate
      y[line] = k
    }
  })
  return y
}

export const argmin: Kernel<'argmin'> = ({ axis }, [{ data: x, shape: from }], shape) => {
  const y = new Float64Array(sizeOf(shape))
  const lines = linesOf(from, axis)
  forEachLine(lines, (line, start) => {
    let best = x[start]!
    for (let k = 1; k < lines.length && !Number.isNaN(best); k++) {
      const candidate = x[start + k * lines.inner]!
      if (candidate >= best) continue
      best = candidate
      y[line] = k
    }
  })
  return y
}
