import { mean, sum, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { item, toNested } from '../float64.ts'

describe('sum', () => {
  holds(laws.operation(operations.sum), identities.sum)

  it('adds along axes', () => {
    const x = tensor([1, 2, 3, 4, 5, 6], [2, 3])
    expect(toNested(sum({ axis: 0 })(x))).toEqual([5, 7, 9])
    expect(toNested(sum({ axis: -1, keepDims: true })(x))).toEqual([[6], [15]])
    expect(toNested(sum({ axis: [] })(x))).toEqual(toNested(x))
    expect(item(sum()(zeros([0])))).toBe(0)
  })

  it('refuses axes outside the rank, and an axis named twice', () => {
    expect(() => sum({ axis: 2 })(zeros([2, 3]) as Tensor)).toThrow(
      'Cannot sum [2, 3]: expected an axis from -2 to 1, found 2',
    )
    expect(() => sum({ axis: [0, -2] })(zeros([2, 3]))).toThrow(
      'Cannot sum [2, 3]: expected each axis once, found [0, 0]',
    )
  })
})

describe('mean', () => {
  holds(laws.operation(composites.mean), identities.mean)

  it('is NaN over no entries', () => {
    expect(item(mean()(zeros([0])))).toBeNaN()
  })
})
