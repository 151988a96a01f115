import type { Tensor } from 'cotangent'
import { at, slice, tensor, zeros } from 'cotangent'
import { composites, identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('slice', () => {
  holds(laws.operation(operations.slice), identities.slice)

  it('moves bounds beyond the ends to them', () => {
    const x = tensor([1, 2, 3, 4, 5], [5])
    expect(toNested(slice([{ start: -2, stop: 99 }])(x))).toEqual([4, 5])
    expect(toNested(slice([{ start: 4, stop: 1 }])(x))).toEqual([])
  })

  it('refuses more ranges than axes, and steps of 0', () => {
    expect(() => slice([{}, {}])(zeros([2]) as Tensor)).toThrow('Cannot slice [2]: 2 ranges are more than 1 axes')
    expect(() => slice([{ step: 0 }])(zeros([2]))).toThrow(
      'Cannot slice [2]: axis 0 takes whole bounds, and a step other than 0',
    )
  })
})

describe('options that there are not', () => {
  it('are refused, with those that there are', () => {
    expect(() => slice([{ start: 1, end: 2 }])(zeros([3]))).toThrow(
      "Cannot set the options of slice: 'end' is not one of its options: start, stop, step",
    )
    expect(() => slice([1 as never])(zeros([3]))).toThrow(
      'Cannot set the options of slice: options are a record, not a number',
    )
    expect(() => at(0, { axes: 1 } as never)(zeros([3]))).toThrow("'axes' is not one of its options: axis")
  })
})

describe('at', () => {
  holds(laws.operation(composites.at))

  it('takes one entry and drops the axis', () => {
    const x = tensor([1, 2, 3, 4], [2, 2])
    expect(toNested(at(-1)(x))).toEqual([3, 4])
    expect(toNested(at(0, { axis: 1 })(x))).toEqual([1, 3])
  })

  it('refuses an index outside the axis', () => {
    expect(() => at(2)(zeros([2]))).toThrow('Cannot index [2]: index 2 is outside the 2 entries of the axis')
  })
})

describe('padZeros', () => {
  holds(laws.operation(operations.pad), identities.padZeros)
})
