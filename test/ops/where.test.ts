import { tensor, where, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('where', () => {
  holds(laws.operation(operations.where), identities.where)

  it('takes NaN for true', () => {
    expect(toNested(where(tensor([0, 1, NaN], [3]), 1, 2))).toEqual([2, 1, 1])
  })

  it('refuses shapes that do not broadcast', () => {
    expect(() => where(zeros([2]) as Tensor, zeros([3]) as Tensor, 0)).toThrow(
      'Cannot where [2] and [3]: expected as many entries along axis -1, or 1, found 2 and 3',
    )
  })
})
