import { broadcastTo, tensor, zeros } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('broadcastTo', () => {
  holds(laws.operation(operations.broadcastTo), identities.broadcastTo)

  it('stretches axes of length 1 and adds axes in front', () => {
    expect(toNested(broadcastTo([2, 2, 2])(tensor([1, 2], [2, 1])))).toEqual([
      [
        [1, 1],
        [2, 2],
      ],
      [
        [1, 1],
        [2, 2],
      ],
    ])
  })

  it('refuses to stretch a longer axis, or to drop one', () => {
    expect(() => broadcastTo([4])(zeros([2]))).toThrow(
      'Cannot broadcast [2] and [4]: expected as many entries along axis -1, or 1, found 2 and 4',
    )
    expect(() => broadcastTo([1])(zeros([2]))).toThrow(
      'Cannot broadcast [2] to [1]: expected axes of length 1 where the lengths differ, found [2]',
    )
    expect(() => broadcastTo([])(zeros([2]))).toThrow(
      'Cannot broadcast [2] to []: expected axes of length 1 where the lengths differ, found [2]',
    )
  })
})
