import { cos, sin } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { item } from '../float64.ts'

describe('sin', () => {
  holds(laws.operation(operations.sin), identities.sin)

  it('is 1 at a right angle', () => {
    expect(item(sin(Math.PI / 2))).toBe(1)
  })
})

describe('cos', () => {
  holds(laws.operation(operations.cos))

  it('is 1 at 0', () => {
    expect(item(cos(0))).toBe(1)
  })
})
