import { maxPool, maxPoolIndices, maxUnpool, sum, tensor, vjp, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toArray, toNested } from '../float64.ts'

describe('maxPool', () => {
  holds(laws.operation(operations.maxPool), identities.maxPool)

  it('routes to the first of equal cells, in row-major order', () => {
    const [, pullback] = vjp(maxPool({ kernel: 2 }))(tensor([1, 1, 1, 1], [1, 1, 2, 2]))
    expect([...toArray(pullback(tensor([5], [1, 1, 1, 1])))]).toEqual([5, 0, 0, 0])
  })

  it('pools an image that is negative everywhere', () => {
    expect(toNested(maxPool({ kernel: 2, padding: 1 })(tensor([-3, -1, -2, -4], [1, 1, 2, 2])))).toEqual([
      [
        [
          [-3, -1],
          [-2, -4],
        ],
      ],
    ])
  })

  it('lets the last window hang over the edge in ceil mode, and drops one that would start in the padding', () => {
    const x = tensor([1, 2, 3, 4, 5], [1, 1, 5])
    expect(toNested(maxPool({ kernel: 2, ceilMode: true })(x))).toEqual([[[2, 4, 5]]])
    expect(toNested(maxPool({ kernel: 2, stride: 3, padding: 1, ceilMode: true })(x))).toEqual([[[1, 4]]])
  })

  it('adds the cotangents of overlapping windows', () => {
    const [y, pullback] = vjp(maxPool({ kernel: 3, stride: 2 }))(tensor([0, 0, 9, 0, 0], [1, 1, 5]))
    expect(toNested(y)).toEqual([[[9, 9]]])
    expect([...toArray(pullback(tensor([1, 10], [1, 1, 2])))]).toEqual([0, 0, 11, 0, 0])
  })

  it('refuses padding of more than half the window, and windows without data', () => {
    expect(() => maxPool({ kernel: 2, padding: 2 })(zeros([1, 1, 4]))).toThrow(
      'Cannot maxPool [1, 1, 4]: expected padding of at most half the window of 2, found 2',
    )
    expect(() => maxPool({ kernel: 2, dilation: 2, padding: 1 })(zeros([1, 1, 1]))).toThrow(
      'Cannot maxPool [1, 1, 1]: expected every window to have a cell of the input, found one of padding alone',
    )
    expect(() => maxPool({ kernel: 2 })(zeros([4, 4]))).toThrow(
      'Cannot maxPool [4, 4]: expected 1 or 2 spatial axes, [N, C, ...S], found rank 2',
    )
  })
})

describe('maxPoolIndices', () => {
  holds(laws.operation(operations.maxPoolIndices), identities.maxPoolIndices)

  it('counts cells row by row over the plane', () => {
    const image = tensor([1, 2, 3, 9, 5, 6, 7, 8], [1, 2, 2, 2])
    expect(toNested(maxPoolIndices({ kernel: 2 })(image))).toEqual([[[[3]], [[3]]]])
  })
})

describe('maxUnpool', () => {
  holds(laws.operation(composites.maxUnpool), identities.maxUnpool)

  it('gives a derivative only to the value that stands', () => {
    const indices = tensor([1, 1], [1, 1, 2])
    const [y, pullback] = vjp((v: Tensor) => maxUnpool([3])(v, indices))(tensor([4, 7], [1, 1, 2]))
    expect(toNested(y)).toEqual([[[0, 7, 0]]])
    expect(toNested(pullback(tensor([1, 1, 1], [1, 1, 3])))).toEqual([[[0, 1]]])
    expect(toNested(sum()(y))).toBe(7)
  })

  it('refuses a size of another rank', () => {
    expect(() => maxUnpool([2, 2])(zeros([1, 1, 2]), zeros([1, 1, 2]))).toThrow(
      'Cannot maxUnpool [1, 1, 2] and [1, 1, 2]: expected a size of 1 spatial axis, found 2',
    )
  })
})

describe('lastOccurrence', () => {
  holds(laws.operation(operations.lastOccurrence))
})
