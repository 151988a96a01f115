import { floor, tensor } from 'cotangent'
import { laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('floor', () => {
  holds(laws.operation(operations.floor), laws.operation({ ...operations.floor, order: 0 }))

  it('rounds down', () => {
    expect(toNested(floor(tensor([1.5, -1.5, 2], [3])))).toEqual([1, -2, 2])
  })
})
