/** @file The figures of the guide by name, each with the function that draws it from a computation. */
import { convolution } from './convolution.ts'
import { convolutionInputCotangent } from './convolutionInputCotangent.ts'
import { convolutionKernelCotangent } from './convolutionKernelCotangent.ts'
import { convolutionStride } from './convolutionStride.ts'
import { gradient } from './gradient.ts'
import { initialization } from './initialization.ts'
import { lenet } from './lenet.ts'
import { optimizers } from './optimizers.ts'
import { pooling } from './pooling.ts'

/** Draws a figure as SVG: the same text each time. */
export type Figure = () => string | Promise<string>

/** The figures, by the name of their files in `docs/guide/figures`. */
export const figures: Readonly<Record<string, Figure>> = {
  convolution,
  convolutionInputCotangent,
  convolutionKernelCotangent,
  convolutionStride,
  gradient,
  initialization,
  lenet,
  optimizers,
  pooling,
}
