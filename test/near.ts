/** @file The numbers of a tensor beside expected ones, up to rounding. */
import type { Tensor } from 'cotangent'
import { expect } from 'vitest'
import { toArray } from './float64.ts'

/** Expects the entries, in row-major order, to be these numbers to so many digits after the point. */
export const expectNear = (found: Tensor, expected: readonly number[], digits = 12): void => {
  const entries = Array.from(toArray(found))
  expect(entries).toHaveLength(expected.length)
  entries.forEach((entry, k) => expect(entry).toBeCloseTo(expected[k]!, digits))
}
