import { describe, expect, it } from 'vitest'
import { compute, counting } from './compute.ts'

describe('cumsum', () => {
  it('adds up along any axis', () => {
    const x = counting([2, 3])
    expect(compute('cumsum', { axis: 1 }, [x], [2, 3])).toEqual([0, 1, 3, 3, 7, 12])
    expect(compute('cumsum', { axis: 0 }, [x], [2, 3])).toEqual([0, 1, 2, 3, 5, 7])
  })
})
