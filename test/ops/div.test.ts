import { div, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('div', () => {
  holds(laws.operation(operations.div), identities.div)

  it('divides by 0 as IEEE 754 does', () => {
    expect(toNested(div(tensor([1, -1, 0], [3]), 0))).toEqual([Infinity, -Infinity, NaN])
  })

  it('refuses shapes that do not broadcast', () => {
    expect(() => div(zeros([2, 3]) as Tensor, zeros([4]) as Tensor)).toThrow(
      'Cannot div [2, 3] and [4]: expected as many entries along axis -1, or 1, found 3 and 4',
    )
  })
})
