/**
 * @file Pooling, by the textbook. In every plane of x [N, C, H, W], the window at output (i, j) covers the cells of the
 * input under its taps (`meetings.ts`), row by row; it never covers padding.
 *
 *     sumPool:         y[n, c, i, j] = the sum of x[n, c] over the cells of window (i, j)
 *     sumPoolInput:    x[n, c, cell] = the sum of y[n, c, i, j] over the windows (i, j) that cover the cell
 *     maxPoolIndices:  the place in its plane, counted row-major, of the largest cell of x[n, c] in window (i, j)
 *     maxPool:         that cell
 *
 * The first of equal cells wins. NaN wins over every number, and the last NaN over other NaNs, as in PyTorch. A window
 * that covers no cell at all has the sum 0, the index -1 and the maximum -Infinity.
 */
import type { PoolParams } from '../../core/InstructionSet.ts'
import type { Shape } from '../../core/Shape.ts'
import { sizeOf } from '../../core/Shape.ts'
import { planeOf } from '../../core/Window.ts'
import type { Kernel } from './Kernel.ts'
import { meetingsAt } from './meetings.ts'

/**
 * The positions, in a plane of x, of the cells that a window covers; the start of that plane; and the window's position
 * in y.
 */
type Visit = (cells: readonly number[], plane: number, output: number) => void

const forEachWindow = ({ window }: PoolParams, [images, channels]: Shape, visit: Visit): void => {
  const [rows, columns] = planeOf(window)
  for (let i = 0; i < rows.output; i++) {
    const down = meetingsAt(rows, i)
    for (let j = 0; j < columns.output; j++) {
      const across = meetingsAt(columns, j)
      const cells: number[] = []
      for (const { cell: row } of down) for (const { cell: column } of across) cells.push(row * columns.input + column)
      for (let plane = 0; plane < images! * channels!; plane++) {
        visit(cells, plane * rows.input * columns.input, (plane * rows.output + i) * columns.output + j)
      }
    }
  }
}

export const sumPool: Kernel<'sumPool'> = (params, [{ data: x }], output) => {
  const y = new Float64Array(sizeOf(output))
  forEachWindow(params, output, (cells, plane, at) => {
    for (const cell of cells) y[at]! += x[plane + cell]!
  })
  return y
}

export const sumPoolInput: Kernel<'sumPoolInput'> = (params, [{ data: y }], input) => {
  const x = new Float64Array(sizeOf(input))
  forEachWindow(params, input, (cells, plane, at) => {
    for (const cell of cells) x[plane + cell]! += y[at]!
  })
  return x
}

const wins = (cell: number, best: number): boolean => cell > best || Number.isNaN(cell)

export const maxPoolIndices: Kernel<'maxPoolIndices'> = (params, [{ data: x }], output) => {
  const indices = new Float64Array(sizeOf(output))
  forEachWindow(params, output, (cells, plane, at) => {
    let winner = -1
    for (const cell of cells) if (winner === -1 || wins(x[plane + cell]!, x[plane + winner]!)) winner = cell
    indices[at] = winner
  })
  return indices
}

export const maxPool: Kernel<'maxPool'> = (params, [x], output) => {
  const [from, to] = [x.shape, output].map((shape) => sizeOf(shape.slice(2)))
  const valueAt = (cell: number, at: number): number =>
    cell === -1 ? -Infinity : x.data[Math.floor(at / to!) * from! + cell]!
  return maxPoolIndices(params, [x], output).map(valueAt)
}
