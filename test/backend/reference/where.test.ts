import { describe, expect, it } from 'vitest'
import { compute, of } from './compute.ts'

describe('where', () => {
  it('takes the first branch for everything but 0', () => {
    const condition = of([1, 0, -0, NaN, -2])
    expect(compute('where', {}, [condition, of([1, 2, 3, 4, 5]), of([-1, -2, -3, -4, -5])], [5])).toEqual([
      1, -2, -3, 4, 5,
    ])
  })

  it('does not mix in the branch not taken', () => {
    expect(compute('where', {}, [of([1, 0]), of([1, NaN]), of([Infinity, 2])], [2])).toEqual([1, 2])
  })
})
