/** @file Grids to tensors and back. All values of the page are computed in float64, by the reference runtime. */
import type { Tensor } from 'cotangent'
import { referenceRuntime, tensor } from 'cotangent'
import type { Grid } from './Grid.ts'

/** A grid as an image [1, 1, rows, columns]. */
export const imageOf = ({ rows, columns, cells }: Grid): Tensor<readonly [1, 1, number, number]> =>
  tensor(cells, [1, 1, rows, columns])

/** The entries of a tensor. `toArray` would load the default runtime, which the page does without. */
export const entriesOf = (t: Tensor): readonly number[] => Array.from(referenceRuntime.evaluate([t])[0] ?? [])

/** The last two axes of a tensor with one plane, as a grid. */
export const gridFrom = (t: Tensor): Grid => ({
  rows: t.shape.at(-2) ?? 1,
  columns: t.shape.at(-1) ?? 1,
  cells: entriesOf(t),
})
