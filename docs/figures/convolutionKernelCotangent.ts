/** @file Each step of the cotangent of a kernel: the image correlated with the cotangent of the output. */
import { computed, plain } from './drawing/convolutionExample.ts'
import { slidingSteps } from './drawing/slidingSteps.ts'
import { colors } from './drawing/table.ts'

export const convolutionKernelCotangent = (): string =>
  slidingSteps({
    title: 'The cotangent of the output slides over the image: four sums, one for each cell of the kernel',
    names: ['x', '×dy', 'dw'],
    over: plain.x,
    kernel: plain.dy,
    result: computed(plain).dw,
    columns: 2,
    colors: [colors.input, colors.output],
  })
