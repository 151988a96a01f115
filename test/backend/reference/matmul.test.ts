import { describe, expect, it } from 'vitest'
import { compute, counting, of } from './compute.ts'

describe('matmul', () => {
  it('multiplies matrices', () => {
    const [a, b] = [of([1, 2, 3, 4, 5, 6], [2, 3]), of([7, 8, 9, 10, 11, 12], [3, 2])]
    expect(compute('matmul', {}, [a, b], [2, 2])).toEqual([58, 64, 139, 154])
  })

  it('pairs the matrices of each batch', () => {
    const [a, b] = [counting([2, 2, 1, 2]), counting([2, 2, 2, 1])]
    expect(compute('matmul', {}, [a, b], [2, 2, 1, 1])).toEqual([1, 13, 41, 85])
  })

  it('over no inner axis is zeros, of no rows nothing', () => {
    expect(compute('matmul', {}, [of([], [2, 0]), of([], [0, 2])], [2, 2])).toEqual([0, 0, 0, 0])
    expect(compute('matmul', {}, [of([], [0, 2]), counting([2, 3])], [0, 3])).toEqual([])
    expect(compute('matmul', {}, [counting([3, 2]), of([], [2, 0])], [3, 0])).toEqual([])
  })

  it('multiplies zeros by infinities to NaN', () => {
    expect(compute('matmul', {}, [of([0, 1], [1, 2]), of([Infinity, 1], [2, 1])], [1, 1])).toEqual([NaN])
  })
})
