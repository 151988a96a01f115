import { sub, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('sub', () => {
  holds(laws.operation(operations.sub), identities.sub)

  it('takes numbers', () => {
    expect(toNested(sub(10, tensor([1, 2], [2])))).toEqual([9, 8])
  })

  it('refuses shapes that do not broadcast', () => {
    expect(() => sub(zeros([2, 3]) as Tensor, zeros([4]) as Tensor)).toThrow(
      'Cannot sub [2, 3] and [4]: expected as many entries along axis -1, or 1, found 3 and 4',
    )
  })
})
