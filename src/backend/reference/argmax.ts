/**
 * @file argmax and argmin: the position of the largest or smallest entry along the axis; the first among equals. NaN
 * counts as the extreme, as in PyTorch.
 */
import { sizeOf } from '../../core/Shape.ts'
import type { Kernel } from './Kernel.ts'
import { forEachLine, linesOf } from './Lines.ts'

/** The position of an extreme along an axis, given a test of what the best so far beats. */
const placeOf =
  <N extends 'argmax' | 'argmin'>(isBeaten: (candidate: number, best: number) => boolean): Kernel<N> =>
  ({ axis }, [{ data: x, shape: from }], shape) => {
    const y = new Float64Array(sizeOf(shape))
    const lines = linesOf(from, axis)
    forEachLine(lines, (line, start) => {
      let best = x[start]!
      for (let k = 1; k < lines.length && !Number.isNaN(best); k++) {
        const candidate = x[start + k * lines.inner]!
        if (isBeaten(candidate, best)) continue
        best = candidate
        y[line] = k
      }
    })
    return y
  }

export const argmax = placeOf<'argmax'>((candidate, best) => candidate <= best)

export const argmin = placeOf<'argmin'>((candidate, best) => candidate >= best)
