import { flip, tensor } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('flip', () => {
  holds(laws.operation(operations.flip), identities.flip)

  it('rotates a kernel by 180 degrees', () => {
    expect(toNested(flip({ axis: [0, 1] })(tensor([1, 2, 3, 4], [2, 2])))).toEqual([
      [4, 3],
      [2, 1],
    ])
    expect(toNested(flip({ axis: 0 })(tensor([1, 2, 3, 4], [2, 2])))).toEqual([
      [3, 4],
      [1, 2],
    ])
  })
})
