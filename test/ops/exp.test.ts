import { exp, tensor } from 'cotangent'
import { laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('exp', () => {
  holds(laws.operation(operations.exp))

  it('has its limits', () => {
    expect(toNested(exp(tensor([0, 1, -Infinity, Infinity], [4])))).toEqual([1, Math.E, 0, Infinity])
  })
})
