/**
 * @file Up to where float32 tells whole numbers apart. Indices are numbers like all others, so on a backend that computes in
 * float32 those from here on could be their neighbours: they are refused, never rounded.
 */
import type { Mismatch } from './TensorError.ts'

/** The entries that indices in float32 tell apart: 0 to 2^24 - 1. An index of 2^24 may have been 2^24 + 1. */
export const mostIndexed = 2 ** 24

/** Why so many entries are refused. */
export const tooManyToIndex = (count: number): Mismatch => ({
  expected: `at most ${String(mostIndexed)} entries, whose indices are exact in float32`,
  found: String(count),
})
