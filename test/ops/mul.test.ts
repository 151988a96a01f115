import { mul, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('mul', () => {
  holds(laws.operation(operations.mul), identities.mul)

  it('broadcasts', () => {
    expect(toNested(mul(tensor([1, 2, 3], [3]), 2))).toEqual([2, 4, 6])
  })

  it('refuses shapes that do not broadcast', () => {
    expect(() => mul(zeros([2, 3]) as Tensor, zeros([4]) as Tensor)).toThrow(
      'Cannot mul [2, 3] and [4]: expected as many entries along axis -1, or 1, found 3 and 4',
    )
  })
})
