import { oneHot, tensor } from 'cotangent'
import { composites, identities, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('oneHot', () => {
  holds(laws.operation(composites.oneHot), identities.oneHot)

  it('gives zeros for a label outside the classes', () => {
    expect(toNested(oneHot(2)(tensor([1, 2, -1], [3])))).toEqual([
      [0, 1],
      [0, 0],
      [0, 0],
    ])
  })
})
