import { describe, expect, it } from 'vitest'
import { compute, counting, of } from './compute.ts'

describe('transpose', () => {
  it('makes axis k of the output from input axis permutation[k]', () => {
    expect(compute('transpose', { permutation: [1, 0] }, [counting([2, 3])], [3, 2])).toEqual([0, 3, 1, 4, 2, 5])
    // x[i, j, k] = 12 i + 4 j + k becomes y[k, i, j].
    const expected = [0, 1, 2, 3].flatMap((k) => [0, 1].flatMap((i) => [0, 1, 2].map((j) => 12 * i + 4 * j + k)))
    expect(compute('transpose', { permutation: [2, 0, 1] }, [counting([2, 3, 4])], [4, 2, 3])).toEqual(expected)
  })

  it('of a scalar is the scalar', () => {
    expect(compute('transpose', { permutation: [] }, [of([7], [])], [])).toEqual([7])
  })
})

describe('broadcastTo', () => {
  it('repeats axes of one entry and axes that are missing in front', () => {
    expect(compute('broadcastTo', { shape: [2, 3] }, [of([1, 2], [2, 1])], [2, 3])).toEqual([1, 1, 1, 2, 2, 2])
    expect(compute('broadcastTo', { shape: [2, 3] }, [of([1, 2, 3])], [2, 3])).toEqual([1, 2, 3, 1, 2, 3])
    expect(compute('broadcastTo', { shape: [2, 2, 2] }, [of([1, 2], [2, 1])], [2, 2, 2])).toEqual([
      1, 1, 2, 2, 1, 1, 2, 2,
    ])
  })

  it('stretches a scalar, and to nothing', () => {
    expect(compute('broadcastTo', { shape: [3] }, [of([4], [])], [3])).toEqual([4, 4, 4])
    expect(compute('broadcastTo', { shape: [0, 2] }, [of([1, 2])], [0, 2])).toEqual([])
    expect(compute('broadcastTo', { shape: [] }, [of([4], [])], [])).toEqual([4])
  })
})

describe('slice', () => {
  it('reads from start by step', () => {
    const params = { start: [0, 1], stop: [3, 6], step: [2, 2] }
    expect(compute('slice', params, [counting([3, 6])], [2, 3])).toEqual([1, 3, 5, 13, 15, 17])
  })

  it('may be empty', () => {
    expect(compute('slice', { start: [2], stop: [2], step: [1] }, [counting([4])], [0])).toEqual([])
  })
})

describe('flip', () => {
  it('reads the named axes backwards', () => {
    const x = counting([2, 3])
    expect(compute('flip', { axes: [1] }, [x], [2, 3])).toEqual([2, 1, 0, 5, 4, 3])
    expect(compute('flip', { axes: [0] }, [x], [2, 3])).toEqual([3, 4, 5, 0, 1, 2])
    expect(compute('flip', { axes: [0, 1] }, [x], [2, 3])).toEqual([5, 4, 3, 2, 1, 0])
    expect(compute('flip', { axes: [] }, [x], [2, 3])).toEqual([0, 1, 2, 3, 4, 5])
  })
})
