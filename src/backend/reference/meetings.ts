/**
 * @file Where a sliding window meets its input. Along one axis, tap p of the window at output i lies on the cell
 *
 *     (i * stride + p * dilation - low) / inputDilation
 *
 * if that is whole and in 0 .. input - 1. Otherwise it lies in the padding, or between the cells of a dilated input.
 */
import type { WindowAxis } from '../../core/Window.ts'

/** A tap of the window at an output, and the cell of the input that it lies on. */
interface Meeting {
  readonly output: number
  readonly tap: number
  readonly cell: number
}

/** The cell under a tap of the window at an output; `null` if there is none. */
export const cellAt = (axis: WindowAxis, output: number, tap: number): number | null => {
  const cell = (output * axis.stride + tap * axis.dilation - axis.low) / axis.inputDilation
  return Number.isInteger(cell) && cell >= 0 && cell < axis.input ? cell : null
}

/** Every meeting of the window at one output, taps in order. */
export const meetingsAt = (axis: WindowAxis, output: number): readonly Meeting[] => {
  const meetings: Meeting[] = []
  for (let tap = 0; tap < axis.kernel; tap++) {
    const cell = cellAt(axis, output, tap)
    if (cell !== null) meetings.push({ output, tap, cell })
  }
  return meetings
}

/** Every meeting along an axis, outputs in order. */
export const meetingsOf = (axis: WindowAxis): readonly Meeting[] =>
  Array.from({ length: axis.output }, (_, output) => meetingsAt(axis, output)).flat()
