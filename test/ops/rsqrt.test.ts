import { rsqrt, tensor } from 'cotangent'
import { laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('rsqrt', () => {
  holds(laws.operation(operations.rsqrt))

  it('is one over the square root', () => {
    expect(toNested(rsqrt(tensor([4, 0, -1], [3])))).toEqual([0.5, Infinity, NaN])
  })
})
