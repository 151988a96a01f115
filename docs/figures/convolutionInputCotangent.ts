/** @file Each step of the cotangent of an image: the rotated kernel slides over the cotangent of the output, with zeros around it. */
import { computed, plain, rotated, spread } from './drawing/convolutionExample.ts'
import { slidingSteps } from './drawing/slidingSteps.ts'
import { colors } from './drawing/table.ts'

const isBorder = (row: number, column: number): boolean => row % 3 === 0 || column % 3 === 0

export const convolutionInputCotangent = (): string =>
  slidingSteps({
    title: 'The kernel, rotated by 180 degrees, slides over the padded cotangent of the output: nine sums',
    names: ['dy', '×rot180(w)', 'dx'],
    over: spread(plain),
    kernel: rotated(plain.w),
    result: computed(plain).dx,
    isFiller: isBorder,
    columns: 2,
    colors: [colors.output, colors.kernel],
  })
