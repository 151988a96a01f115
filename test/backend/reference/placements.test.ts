import { describe, expect, it } from 'vitest'
import { compute, counting, of } from './compute.ts'

describe('pad', () => {
  it('puts zeros in front, behind and between neighbours', () => {
    const params = { low: [1], high: [2], interior: [1] }
    expect(compute('pad', params, [of([1, 2, 3])], [8])).toEqual([0, 1, 0, 2, 0, 3, 0, 0])
  })

  it('has settings of its own for each axis', () => {
    const params = { low: [0, 1], high: [1, 0], interior: [0, 2] }
    expect(compute('pad', params, [of([1, 2, 3, 4], [2, 2])], [3, 5])).toEqual([
      0, 1, 0, 0, 2, 0, 3, 0, 0, 4, 0, 0, 0, 0, 0,
    ])
  })

  it('of nothing is zeros, of a scalar the scalar', () => {
    expect(compute('pad', { low: [1], high: [2], interior: [4] }, [of([])], [3])).toEqual([0, 0, 0])
    expect(compute('pad', { low: [], high: [], interior: [] }, [of([5], [])], [])).toEqual([5])
  })
})

describe('concat', () => {
  it('puts inputs behind each other along any axis', () => {
    const [a, b] = [counting([2, 2]), of([10, 11], [2, 1])]
    expect(compute('concat', { axis: 1 }, [a, b], [2, 3])).toEqual([0, 1, 10, 2, 3, 11])
    expect(compute('concat', { axis: 0 }, [a, a, of([7, 8], [1, 2])], [5, 2])).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 7, 8])
  })

  it('passes over empty inputs', () => {
    expect(compute('concat', { axis: 0 }, [of([]), of([1]), of([])], [1])).toEqual([1])
  })
})
