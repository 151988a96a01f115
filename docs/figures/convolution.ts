/** @file Each step of a convolution of 3 x 3 numbers with a kernel of 2 x 2. */
import { computed, plain } from './drawing/convolutionExample.ts'
import { slidingSteps } from './drawing/slidingSteps.ts'

export const convolution = (): string =>
  slidingSteps({
    title: 'A kernel of 2 x 2 slides over an image of 3 x 3: four sums of products',
    names: ['x', '×w', 'y'],
    over: plain.x,
    kernel: plain.w,
    result: computed(plain).y,
    columns: 2,
  })
