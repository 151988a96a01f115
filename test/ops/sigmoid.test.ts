import { sigmoid, tensor } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toArray } from '../float64.ts'

describe('sigmoid', () => {
  holds(laws.operation(operations.sigmoid), identities.sigmoid)

  it('neither overflows nor loses small values', () => {
    const [half, one, small] = toArray(sigmoid(tensor([0, 800, -700], [3])))
    expect([half, one]).toEqual([0.5, 1])
    expect(small).toBeCloseTo(Math.exp(-700), 310)
  })
})
