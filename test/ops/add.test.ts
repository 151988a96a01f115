import { add, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('add', () => {
  holds(laws.operation(operations.add), identities.add)

  it('broadcasts', () => {
    expect(toNested(add(tensor([1, 2], [2, 1]), tensor([10, 20], [2])))).toEqual([
      [11, 21],
      [12, 22],
    ])
  })

  it('refuses shapes that do not broadcast', () => {
    expect(() => add(zeros([2, 3]) as Tensor, zeros([4]) as Tensor)).toThrow(
      'Cannot add [2, 3] and [4]: expected as many entries along axis -1, or 1, found 3 and 4',
    )
  })
})
