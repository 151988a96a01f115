/**
 * @file The largest whole numbers that float32 tells apart. Indices are ordinary numbers, so on a backend that computes
 * in float32, indices from here on could be confused with their neighbours; they are refused, never rounded.
 */
import type { Mismatch } from './TensorError.ts'

/** How many entries float32 indices can tell apart: 0 to 2^24 - 1. An index of 2^24 may have been 2^24 + 1. */
export const mostIndexed = 2 ** 24

/** Why so many entries are refused. */
export const tooManyToIndex = (count: number): Mismatch => ({
  expected: `at most ${String(mostIndexed)} entries, whose indices are exact in float32`,
  found: String(count),
})
