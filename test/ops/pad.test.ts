import { pad, tensor, zeros } from 'cotangent'
import { composites, identities, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

const { 'pad in modes': padInModes } = composites

describe('pad', () => {
  holds(laws.operation(padInModes), identities.pad)

  it('fills the border in four ways', () => {
    const x = tensor([1, 2, 3], [3])
    expect(toNested(pad({ padding: [2] })(x))).toEqual([0, 0, 1, 2, 3, 0, 0])
    expect(toNested(pad({ padding: [1], value: -7 })(x))).toEqual([-7, 1, 2, 3, -7])
    expect(toNested(pad({ padding: [2], mode: 'reflect' })(x))).toEqual([3, 2, 1, 2, 3, 2, 1])
    expect(toNested(pad({ padding: [2], mode: 'replicate' })(x))).toEqual([1, 1, 1, 2, 3, 3, 3])
    expect(toNested(pad({ padding: [[2, 1]], mode: 'circular' })(x))).toEqual([2, 3, 1, 2, 3, 1])
  })

  it('names the last axes', () => {
    expect(pad({ padding: [1, [0, 2]] })(zeros([2, 3, 4])).shape).toEqual([2, 5, 6])
  })

  it('refuses what it cannot fill', () => {
    expect(() => pad({ padding: [3], mode: 'reflect' })(zeros([3]))).toThrow(
      'Cannot pad [3]: expected at most 2 cells of reflect padding for 3, found 3',
    )
    expect(() => pad({ padding: [4], mode: 'circular' })(zeros([3]))).toThrow(
      'Cannot pad [3]: expected at most 3 cells of circular padding for 3, found 4',
    )
    expect(() => pad({ padding: [-1] })(zeros([3]))).toThrow(
      'Cannot pad [3]: expected every width to be a whole number, 0 or more, found [-1, -1]',
    )
    expect(() => pad({ padding: [1, 1] })(zeros([3]))).toThrow(
      'Cannot pad [3]: expected at most one width for each of 1 axis, found 2',
    )
  })
})
