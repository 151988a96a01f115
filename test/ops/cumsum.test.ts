import { cumsum, tensor, zeros } from 'cotangent'
import { composites, identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('cumsum', () => {
  holds(laws.operation(operations.cumsum), identities.cumsum)

  it('adds along an axis', () => {
    const x = tensor([1, 2, 3, 4], [2, 2])
    expect(toNested(cumsum({ axis: 0 })(x))).toEqual([
      [1, 2],
      [4, 6],
    ])
    expect(toNested(cumsum({ axis: -1 })(x))).toEqual([
      [1, 3],
      [3, 7],
    ])
  })

  it('refuses an axis outside the rank', () => {
    expect(() => cumsum({ axis: 1 })(zeros([2]))).toThrow('Cannot cumsum [2]: expected an axis from -1 to 0, found 1')
  })
})

describe('cumsum in other directions', () => {
  holds(laws.operation(composites['cumsum, reversed and exclusive']))

  it.each([
    [{}, [1, 3, 6, 10]],
    [{ reverse: true }, [10, 9, 7, 4]],
    [{ exclusive: true }, [0, 1, 3, 6]],
    [{ reverse: true, exclusive: true }, [9, 7, 4, 0]],
  ])('%j', (options, expected) => {
    expect(toNested(cumsum({ axis: 0, ...options })(tensor([1, 2, 3, 4], [4])))).toEqual(expected)
    expect(cumsum({ axis: 0, ...options })(zeros([0])).shape).toEqual([0])
  })

  it('does not subtract: an infinite entry stays out of the sums before it', () => {
    expect(toNested(cumsum({ axis: 0, exclusive: true })(tensor([1, Infinity, 2], [3])))).toEqual([0, 1, Infinity])
  })
})
