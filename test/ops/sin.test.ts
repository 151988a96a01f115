import { add, cos, mul, ones, sin } from 'cotangent'
import { lawOf, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { item } from '../float64.ts'

describe('sin', () => {
  holds(
    laws.operation(operations.sin),
    lawOf(operations.sin, 'with cos on the unit circle', ([x]) => ({
      left: add(mul(sin(x), sin(x)), mul(cos(x), cos(x))),
      right: ones(x.shape),
      tolerance: 1e-12,
    })),
  )

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
