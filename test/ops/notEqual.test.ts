import { notEqual, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('notEqual', () => {
  holds(laws.operation(operations.notEqual), identities.notEqual)

  it('compares entry by entry; NaN is different from all', () => {
    expect(toNested(notEqual(tensor([1, 2, 3, NaN], [4]), 2))).toEqual([1, 0, 1, 1])
  })

  it('refuses shapes that do not broadcast', () => {
    expect(() => notEqual(zeros([2, 3]) as Tensor, zeros([4]) as Tensor)).toThrow(
      'Cannot notEqual [2, 3] and [4]: expected as many entries along axis -1, or 1, found 3 and 4',
    )
  })
})
