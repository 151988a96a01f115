/**
 * @file Where a sliding window meets its input, in runs. Along one axis, for a fixed tap, the outputs that meet a cell
 * (`meetings.ts`) are evenly spaced, and so are their cells; for a fixed output, so are the taps.
 */
import type { WindowAxis } from '../../../core/Window.ts'
import { cellAt } from '../meetings.ts'

/** Outputs or taps `first`, `first + step`, ..., that meet the cells `cell`, `cell + cellStep`, ... */
interface WindowRun {
  readonly length: number
  readonly first: number
  readonly step: number
  readonly cell: number
  readonly cellStep: number
}

const runOf = (count: number, cellOf: (moving: number) => number | null): WindowRun => {
  const meetings: { readonly moving: number; readonly cell: number }[] = []
  for (let moving = 0; moving < count; moving++) {
    const cell = cellOf(moving)
    if (cell !== null) meetings.push({ moving, cell })
  }
  const [first, second = first] = meetings
  return first === undefined || second === undefined
    ? { length: 0, first: 0, step: 0, cell: 0, cellStep: 0 }
    : {
        length: meetings.length,
        first: first.moving,
        step: second.moving - first.moving,
        cell: first.cell,
        cellStep: second.cell - first.cell,
      }
}

/** For each tap of an axis, the outputs at which it meets a cell. */
export const outputRuns = (axis: WindowAxis): readonly WindowRun[] =>
  Array.from({ length: axis.kernel }, (_, tap) => runOf(axis.output, (output) => cellAt(axis, output, tap)))

/** For each output of an axis, the taps that meet a cell. */
export const tapRuns = (axis: WindowAxis): readonly WindowRun[] =>
  Array.from({ length: axis.output }, (_, output) => runOf(axis.kernel, (tap) => cellAt(axis, output, tap)))
