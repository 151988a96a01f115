import { describe, expect, it } from 'vitest'
import { showValues } from '../../src/core/showValues.ts'

describe('showValues', () => {
  it.each<readonly [string, readonly number[], readonly number[], string]>([
    ['a scalar', [3], [], '3'],
    ['a matrix row by row', [1, 2, 3, 4], [2, 2], '[[1, 2], [3, 4]]'],
    ['fractions with five digits', [1 / 3, 12345.678, 1e-7], [3], '[0.33333, 12346, 1e-7]'],
    ['what is not finite', [Number.NaN, Infinity, -Infinity], [3], '[NaN, Infinity, -Infinity]'],
    ['six entries of an axis, and how many more', [0, 1, 2, 3, 4, 5, 6, 7], [8], '[0, 1, 2, 3, 4, 5, … 2 more]'],
    ['nothing where an axis is empty', [], [2, 0], '[]'],
  ])('shows %s', (_, values, shape, expected) => {
    expect(showValues(values, shape)).toBe(expected)
  })
})
