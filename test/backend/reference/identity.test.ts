import { describe, expect, it } from 'vitest'
import { compute, counting, of } from './compute.ts'

describe('identity', () => {
  it('is the meaning of reshape', () => {
    expect(compute('reshape', { shape: [3, 2] }, [counting([2, 3])], [3, 2])).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('is the meaning of what only differentiation sees', () => {
    expect(compute('variable', {}, [of([1, 2])], [2])).toEqual([1, 2])
    expect(compute('stopGradient', {}, [of([1, 2])], [2])).toEqual([1, 2])
    expect(compute('custom', {}, [of([1, 2]), of([3])], [2])).toEqual([1, 2])
  })
})
