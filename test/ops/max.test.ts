import { grad, max, min, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('max', () => {
  holds(laws.operation(operations.max), identities.max)

  it('takes the largest, and NaN before all', () => {
    expect(toNested(max({ axis: 1 })(tensor([1, 4, NaN, 2, -3, -1], [3, 2])))).toEqual([4, NaN, -1])
  })

  it('shares the cotangent among equals', () => {
    expect(toNested(grad((x: Tensor<readonly [3]>) => max()(x))(tensor([5, 1, 5], [3])))).toEqual([0.5, 0, 0.5])
  })

  it('refuses to reduce over no entries', () => {
    expect(() => max()(zeros([2, 0]))).toThrow('Cannot max [2, 0]: expected entries along axes [0, 1], found none')
  })

  it('refuses axes outside the rank, and an axis named twice', () => {
    expect(() => max({ axis: 2 })(zeros([2, 3]) as Tensor)).toThrow(
      'Cannot max [2, 3]: expected an axis from -2 to 1, found 2',
    )
    expect(() => max({ axis: [0, -2] })(zeros([2, 3]))).toThrow(
      'Cannot max [2, 3]: expected each axis once, found [0, 0]',
    )
  })
})

describe('min', () => {
  holds(laws.operation(operations.min), identities.min)

  it('takes the smallest, and NaN before all', () => {
    expect(toNested(min({ axis: 1 })(tensor([1, 4, NaN, 2, -3, -1], [3, 2])))).toEqual([1, NaN, -3])
  })

  it('refuses to reduce over no entries', () => {
    expect(() => min({ axis: 0 })(zeros([0, 2]))).toThrow(
      'Cannot min [0, 2]: expected entries along axes [0], found none',
    )
  })
})
