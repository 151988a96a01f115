/**
 * @file Max pooling: the largest cell of each window, and where it lies in its plane, counted row-major.
 *
 *     maxPool: y[n, c, i, j] = x[n, c] at maxPoolIndices[n, c, i, j]
 *
 * The first of equal cells wins. NaN wins over every number, and the last NaN over other NaNs, as in PyTorch. A
 * window that covers no cell at all has the index -1 and the value -Infinity.
 */
import { sizeOf } from '../../core/Shape.ts'
import type { Kernel } from './Kernel.ts'
import { forEachWindow } from './poolWindows.ts'
import { planeOf } from '../../core/Window.ts'

export const maxPoolIndices: Kernel<'maxPoolIndices'> = ({ window }, [{ data: x, shape }], output) => {
  const y = new Float64Array(sizeOf(output)).fill(-1)
  const width = planeOf(window)[1].input
  forEachWindow(window, shape[0]! * shape[1]!, (at, plane, rows, columns) => {
    let winner = -1
    let best = -Infinity
    for (let r = 0; r < rows.length; r++) {
      const row = (rows.cell + r * rows.cellStep) * width
      for (let c = 0; c < columns.length; c++) {
        const cell = row + columns.cell + c * columns.cellStep
        const value = x[plane + cell]!
        if (winner >= 0 && !(value > best) && !Number.isNaN(value)) continue
        winner = cell
        best = value
      }
    }
    y[at] = winner
  })
  return y
}

export const maxPool: Kernel<'maxPool'> = (params, [x], output) => {
  const indices = maxPoolIndices(params, [x], output)
  const from = sizeOf(x.shape.slice(2))
  const to = sizeOf(output.slice(2))
  return indices.map((cell, at) => (cell < 0 ? -Infinity : x.data[Math.floor(at / to) * from + cell]!))
}
