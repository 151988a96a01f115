import { neg } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { item } from '../float64.ts'

describe('neg', () => {
  holds(laws.operation(operations.neg), identities.neg)

  it('changes the sign', () => {
    expect(item(neg(3))).toBe(-3)
    expect(item(neg(0))).toBe(-0)
  })
})
