import { ceil, tensor } from 'cotangent'
import { laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('ceil', () => {
  holds(laws.operation(operations.ceil), laws.operation({ ...operations.ceil, order: 0 }))

  it('rounds up', () => {
    expect(toNested(ceil(tensor([1.5, -1.5, 2], [3])))).toEqual([2, -1, 2])
  })
})
