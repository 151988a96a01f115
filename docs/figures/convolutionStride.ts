/** @file The cotangent of an image under stride 2: zeros between the cells of the output's cotangent. */
import { computed, rotated, spread, strided } from './drawing/convolutionExample.ts'
import { slidingSteps } from './drawing/slidingSteps.ts'
import { colors } from './drawing/table.ts'

const isFiller = (row: number, column: number): boolean => row % 2 === 0 || column % 2 === 0

export const convolutionStride = (): string =>
  slidingSteps({
    title:
      'Stride 2: the rotated kernel slides over the cotangent with a zero between its cells; four steps of sixteen',
    names: ['dy', '×rot180(w)', 'dx'],
    over: spread(strided),
    kernel: rotated(strided.w),
    result: computed(strided).dx,
    isFiller,
    columns: 2,
    steps: [
      [0, 0],
      [0, 1],
      [1, 1],
      [3, 3],
    ],
    colors: [colors.output, colors.kernel],
  })
