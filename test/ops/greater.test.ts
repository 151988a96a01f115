import { greater, greaterEqual, tensor } from 'cotangent'
import { composites, identities, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('greater', () => {
  holds(laws.operation(composites.greater), identities.greater)

  it('compares entry by entry', () => {
    expect(toNested(greater(tensor([1, 2, 3, NaN], [4]), 2))).toEqual([0, 0, 1, 0])
  })
})

describe('greaterEqual', () => {
  holds(laws.operation(composites.greaterEqual), identities.greaterEqual)

  it('compares entry by entry', () => {
    expect(toNested(greaterEqual(tensor([1, 2, 3, NaN], [4]), 2))).toEqual([0, 1, 1, 0])
  })
})
