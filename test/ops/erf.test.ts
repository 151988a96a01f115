import { erf } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { item } from '../float64.ts'

describe('erf', () => {
  holds(laws.operation(operations.erf), identities.erf)

  it('agrees with tables', () => {
    expect(item(erf(0.5))).toBeCloseTo(0.5204998778130465, 15)
    expect(item(erf(2))).toBeCloseTo(0.9953222650189527, 15)
    expect(item(erf(Infinity))).toBe(1)
  })
})
