import { describe, expect, it } from 'vitest'
import { TensorError } from '../../../src/core/TensorError.ts'
import { compute, counting, of } from './compute.ts'

describe('gather', () => {
  const x = counting([2, 3])

  it('reads where the indices say along the axis', () => {
    expect(compute('gather', { axis: 1 }, [x, of([2, 0, 0, 1], [2, 2])], [2, 2])).toEqual([2, 0, 3, 4])
    expect(compute('gather', { axis: 0 }, [x, of([1, 0, 1], [1, 3])], [1, 3])).toEqual([3, 1, 5])
  })

  it('finds lines in the middle of a shape', () => {
    const expected = [4, 5, 0, 1, 4, 5, 10, 11, 6, 7, 8, 9]
    const indices = of([2, 2, 0, 0, 2, 2, 2, 2, 0, 0, 1, 1], [2, 3, 2])
    expect(compute('gather', { axis: 1 }, [counting([2, 3, 2]), indices], [2, 3, 2])).toEqual(expected)
  })

  it.each([3, -1, 0.5, NaN])('refuses the index %d', (index) => {
    const refused = (): unknown => compute('gather', { axis: 1 }, [x, of([0, index], [2, 1])], [2, 1])
    expect(refused).toThrow(TensorError)
    expect(refused).toThrow(`Cannot gather [2, 1]: expected an index below 3 along the axis, found ${String(index)}`)
  })
})

describe('scatterAdd', () => {
  it('adds updates where the indices say, repeated ones too', () => {
    const [indices, updates] = [of([0, 2, 0, 1], [2, 2]), of([1, 2, 3, 4], [2, 2])]
    expect(compute('scatterAdd', { axis: 1, size: 3 }, [indices, updates], [2, 3])).toEqual([1, 0, 2, 3, 4, 0])
    expect(compute('scatterAdd', { axis: 0, size: 3 }, [indices, updates], [3, 2])).toEqual([4, 0, 0, 4, 0, 2])
    expect(compute('scatterAdd', { axis: 0, size: 2 }, [of([1, 1]), of([5, 6])], [2])).toEqual([0, 11])
  })

  it('is the adjoint of gather', () => {
    const shape = [2, 4, 3]
    const indices = of(
      Array.from({ length: 30 }, (_, i) => (i * 7) % 4),
      [2, 5, 3],
    )
    const [x, u] = [counting(shape), counting([2, 5, 3])]
    const forward = compute('gather', { axis: 1 }, [x, indices], [2, 5, 3])
    const backward = compute('scatterAdd', { axis: 1, size: 4 }, [indices, u], shape)
    const inner = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
      Array.from(a).reduce((total, value, i) => total + value * b[i]!, 0)
    expect(inner(forward, u.data)).toBe(inner(x.data, backward))
  })

  it('refuses an index outside the axis', () => {
    expect(() => compute('scatterAdd', { axis: 0, size: 2 }, [of([2]), of([5])], [2])).toThrow(
      'Cannot scatter [1]: expected an index below 2 along the axis, found 2',
    )
  })
})

describe('lastOccurrence', () => {
  it('marks the last of equal indices on each line', () => {
    expect(compute('lastOccurrence', { axis: 0 }, [of([3, 1, 3, 2, 1])], [5])).toEqual([0, 0, 1, 1, 1])
    const x = of([1, 1, 1, 2], [2, 2])
    expect(compute('lastOccurrence', { axis: 1 }, [x], [2, 2])).toEqual([0, 1, 1, 1])
    expect(compute('lastOccurrence', { axis: 0 }, [x], [2, 2])).toEqual([0, 1, 1, 1])
  })
})
