import { argmax, argmin, tensor, zeros } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('argmax', () => {
  holds(laws.operation(operations.argmax), identities.argmax)

  it('names the first of equals; NaN counts as largest', () => {
    expect(toNested(argmax({ axis: 1 })(tensor([1, 3, 3, 2, NaN, 9], [2, 3])))).toEqual([1, 1])
  })

  it('refuses an axis without entries', () => {
    expect(() => argmax({ axis: 1 })(zeros([2, 0]))).toThrow(
      'Cannot argmax [2, 0]: expected entries along axes [1], found none',
    )
  })
})

describe('argmin', () => {
  holds(laws.operation(operations.argmin), identities.argmin)

  it('names the first of equals; NaN counts as smallest', () => {
    expect(toNested(argmin({ axis: 1 })(tensor([3, 1, 1, 2, NaN, 0], [2, 3])))).toEqual([1, 1])
  })
})
