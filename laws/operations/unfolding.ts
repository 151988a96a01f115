/** @file The cells under each window of a plane, and their sum. */
import * as ops from '../../src/ops/index.ts'
import { one } from './fixed.ts'

const exact = true

const unfolding = { kernel: [2, 3], stride: [2, 1], padding: [1, 1], dilation: [1, 2] } as const

/** Operations made of primitives. */
export const unfoldings = {
  fold: one('fold', [2, 18, 12], ops.fold([5, 6], unfolding), { exact }),
  unfold: one('unfold', [2, 3, 5, 6], ops.unfold(unfolding), { exact }),
} as const
