/** @file An axis of a convolution that is mended (`mend.ts`), in either direction. */
import type { WindowAxis } from '../../core/Window.ts'

/** How outputs and taps meet cells: (scale * output + step * tap + start) / spacing, if whole and one of the cells. */
export interface Axis {
  readonly taps: number
  readonly outputs: number
  readonly scale: number
  readonly step: number
  readonly start: number
  readonly spacing: number
  readonly cells: number
}

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

/** The words of an axis, as `assembly/windowAxis.ts` reads them. */
export const wordsOf = ({ taps, outputs, scale, step, start, spacing, cells }: Axis): readonly number[] => [
  taps,
  outputs,
  scale,
  step,
  start,
  spacing,
  cells,
]

/** How far before the first cell the first window starts. */
export const paddingOf = ({ taps, step, start }: Axis): number => -(start + Math.min(0, step * (taps - 1)))

/** Whether every output sees all of its taps. */
export const isWhole = (axis: Axis): boolean => {
  const { taps, outputs, scale, step, start, spacing, cells } = axis
  const last = scale * (outputs - 1) + start + Math.max(0, step * (taps - 1))
  return spacing === 1 && paddingOf(axis) <= 0 && last < cells
}
