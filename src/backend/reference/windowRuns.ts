/**
 * @file Where a sliding window meets its input. Along one axis, output i, tap p and a cell of the input belong
 * together where
 *
 *     cell = (i * stride + p * dilation - low) / inputDilation   is whole and in 0 .. input - 1
 *
 * With the tap fixed, the outputs that meet a cell lie at even distances, and so do their cells; with the output
 * fixed, so do the taps. Each is a {@link WindowRun}.
 */
import type { WindowAxis } from '../../core/Window.ts'

/** Outputs or taps `first`, `first + step`, ..., that meet the cells `cell`, `cell + cellStep`, ... */
export interface WindowRun {
  readonly length: number
  readonly first: number
  readonly step: number
  readonly cell: number
  readonly cellStep: number
}

const runOf = (count: number, input: number, cellAt: (moving: number) => number): WindowRun => {
  const meeting: number[] = []
  for (let moving = 0; moving < count; moving++) {
    const cell = cellAt(moving)
    if (Number.isInteger(cell) && cell >= 0 && cell < input) meeting.push(moving)
  }
  const [first, second = first] = meeting
  if (first === undefined || second === undefined) return { length: 0, first: 0, step: 0, cell: 0, cellStep: 0 }
  const cell = cellAt(first)
  return { length: meeting.length, first, step: second - first, cell, cellStep: cellAt(second) - cell }
}

const cellOf = (axis: WindowAxis, output: number, tap: number): number =>
  (output * axis.stride + tap * axis.dilation - axis.low) / axis.inputDilation

/** For each tap of an axis, the outputs at which it meets a cell. */
export const outputRuns = (axis: WindowAxis): readonly WindowRun[] =>
  Array.from({ length: axis.kernel }, (_, tap) => runOf(axis.output, axis.input, (i) => cellOf(axis, i, tap)))

/** For each output of an axis, the taps that meet a cell. */
export const tapRuns = (axis: WindowAxis): readonly WindowRun[] =>
  Array.from({ length: axis.output }, (_, output) => runOf(axis.kernel, axis.input, (p) => cellOf(axis, output, p)))
