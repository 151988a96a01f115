import { tanh, tensor } from 'cotangent'
import { laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('tanh', () => {
  holds(laws.operation(operations.tanh))

  it('saturates', () => {
    expect(toNested(tanh(tensor([0, 400, -400], [3])))).toEqual([0, 1, -1])
  })
})
