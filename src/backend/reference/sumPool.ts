/**
 * @file Sum pooling and its adjoint.
 *
 *     sumPool:       y[n, c, i, j] = sum of the cells of x[n, c] that window (i, j) covers
 *     sumPoolInput:  x[n, c, ..] = sum of y[n, c, i, j] over the windows that cover the cell
 */
import { sizeOf } from '../../core/Shape.ts'
import type { Kernel } from './Kernel.ts'
import { forEachWindow } from './poolWindows.ts'
import { planeOf } from '../../core/Window.ts'

export const sumPool: Kernel<'sumPool'> = ({ window }, [{ data: x, shape }], output) => {
  const y = new Float64Array(sizeOf(output))
  const width = planeOf(window)[1].input
  forEachWindow(window, shape[0]! * shape[1]!, (at, plane, rows, columns) => {
    let total = 0
    for (let r = 0; r < rows.length; r++) {
      const row = plane + (rows.cell + r * rows.cellStep) * width + columns.cell
      for (let c = 0; c < columns.length; c++) total += x[row + c * columns.cellStep]!
    }
    y[at] = total
  })
  return y
}

export const sumPoolInput: Kernel<'sumPoolInput'> = ({ window }, [{ data: y, shape }], input) => {
  const x = new Float64Array(sizeOf(input))
  const width = planeOf(window)[1].input
  forEachWindow(window, shape[0]! * shape[1]!, (at, plane, rows, columns) => {
    for (let r = 0; r < rows.length; r++) {
      const row = plane + (rows.cell + r * rows.cellStep) * width + columns.cell
      for (let c = 0; c < columns.length; c++) x[row + c * columns.cellStep]! += y[at]!
    }
  })
  return x
}
