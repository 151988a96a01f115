import { round, tensor } from 'cotangent'
import { laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('round', () => {
  holds(laws.operation(operations.round), laws.operation({ ...operations.round, order: 0 }))

  it('rounds halves to the even neighbour', () => {
    expect(toNested(round(tensor([0.5, 1.5, 2.5, -1.5, 2.4], [5])))).toEqual([0, 2, 2, -2, 2])
  })
})
