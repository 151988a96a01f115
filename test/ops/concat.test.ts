import { concat, stack, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('concat', () => {
  holds(laws.operation(operations.concat), identities.concat)

  it('puts tensors one after another', () => {
    expect(toNested(concat({ axis: -1 })([tensor([1, 2], [2, 1]), tensor([3, 4, 5, 6], [2, 2])]))).toEqual([
      [1, 3, 4],
      [2, 5, 6],
    ])
  })

  it('refuses an empty list, and shapes that differ elsewhere', () => {
    expect(() => concat({ axis: 0 })([])).toThrow('Cannot concat: expected at least one tensor, found none')
    expect(() => concat({ axis: 0 })([zeros([2, 3]), zeros([2, 4])] as readonly Tensor[])).toThrow(
      'Cannot concat [2, 3] and [2, 4]: expected the same lengths along all axes but 0, found [2, 3] and [2, 4]',
    )
  })
})

describe('stack', () => {
  holds(laws.operation(composites.stack), identities.stack)

  it('refuses shapes that differ', () => {
    expect(() => stack({ axis: 0 })([zeros([2]), zeros([3])] as readonly Tensor[])).toThrow(
      'Cannot stack [2] and [3]: expected tensors of one shape, found [2] and [3]',
    )
  })
})
