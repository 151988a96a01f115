import { key, normal, ones, repeatInterleave, roll, tensor, tile } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../float64.ts'
import { holds } from '../holds.ts'

describe('roll', () => {
  holds(laws.operation(composites.roll))

  it('moves entries around the end, and back', () => {
    expect(toNested(roll(1)(tensor([1, 2, 3], [3])))).toEqual([3, 1, 2])
    const x = normal([2, 8, 3, 4])(key(1))
    expect(toArray(roll(-5, { axis: 1 })(roll(5, { axis: 1 })(x)))).toEqual(toArray(x))
  })
})

describe('tile', () => {
  holds(laws.operation(composites.tile))

  it('lays copies beside each other, along new axes too', () => {
    expect(toNested(tile([2, 1, 2])(tensor([1, 2], [2])))).toEqual([[[1, 2, 1, 2]], [[1, 2, 1, 2]]])
  })

  it('refuses counts that are none', () => {
    expect(() => tile([-1])(ones([2]))).toThrow('a whole number of times')
  })
})

describe('repeatInterleave', () => {
  holds(laws.operation(composites.repeatInterleave))

  it('repeats each entry in its place', () => {
    expect(toNested(repeatInterleave(2, { axis: 0 })(tensor([1, 2], [2, 1])))).toEqual([[1], [1], [2], [2]])
  })

  it('refuses counts that are none', () => {
    expect(() => repeatInterleave(0.5)(ones([2]))).toThrow('a whole number of times')
  })
})
