import { sign, tensor } from 'cotangent'
import { laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('sign', () => {
  holds(laws.operation(operations.sign))

  it('is -1, 0 or 1, and 0 for NaN', () => {
    expect(toNested(sign(tensor([-2, 0, 3, NaN], [4])))).toEqual([-1, 0, 1, 0])
  })
})
