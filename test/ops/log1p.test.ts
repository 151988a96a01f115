import { log1p } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { item } from '../float64.ts'

describe('log1p', () => {
  holds(laws.operation(operations.log1p), identities.log1p)

  it('keeps its digits near 0', () => {
    expect(item(log1p(1e-20))).toBe(1e-20)
    expect(item(log1p(-1))).toBe(-Infinity)
  })
})
