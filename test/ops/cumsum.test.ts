import { cumsum, tensor, zeros } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('cumsum', () => {
  holds(laws.operation(operations.cumsum), identities.cumsum)

  it('adds along an axis', () => {
    const x = tensor([1, 2, 3, 4], [2, 2])
    expect(toNested(cumsum({ axis: 0 })(x))).toEqual([
      [1, 2],
      [4, 6],
    ])
    expect(toNested(cumsum({ axis: -1 })(x))).toEqual([
      [1, 3],
      [3, 7],
    ])
  })

  it('refuses an axis outside the rank', () => {
    expect(() => cumsum({ axis: 1 })(zeros([2]))).toThrow('Cannot cumsum [2]: axis 1 is outside the 1 axes')
  })
})
