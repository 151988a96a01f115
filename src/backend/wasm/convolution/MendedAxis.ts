/** @file An axis of a convolution that is mended (`mend.ts`), in either direction. */
import type { WindowAxis } from '../../../core/Window.ts'
import type { RecordOf } from '../interface/Arguments.ts'

/** How outputs and taps meet cells. */
export type Axis = RecordOf<'mendedAxis'>

/** An axis as the outputs of a conv see it. */
export const forward = ({ kernel, output, stride, dilation, low, inputDilation, input }: WindowAxis): Axis => ({
  taps: kernel,
  outputs: output,
  scale: stride,
  step: dilation,
  start: -low,
  spacing: inputDilation,
  cells: input,
})

/** An axis as the gradient of the input sees it. */
export const backward = ({ kernel, output, stride, dilation, low, inputDilation, input }: WindowAxis): Axis => ({
  taps: kernel,
  outputs: input,
  scale: inputDilation,
  step: -dilation,
  start: low,
  spacing: stride,
  cells: output,
})

/** How far before the first cell the first window starts. */
export const paddingOf = ({ taps, step, start }: Axis): number => -(start + Math.min(0, step * (taps - 1)))

/** Whether every output reads all of its taps. */
export const isWhole = (axis: Axis): boolean => {
  const { taps, outputs, scale, step, start, spacing, cells } = axis
  const last = scale * (outputs - 1) + start + Math.max(0, step * (taps - 1))
  return spacing === 1 && paddingOf(axis) <= 0 && last < cells
}
