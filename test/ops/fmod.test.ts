import { fmod, tensor } from 'cotangent'
import { laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { toNested } from '../float64.ts'
import { holds } from '../holds.ts'

describe('fmod', () => {
  holds(laws.operation(operations.fmod))

  it('is the remainder of the language: it has the sign of the dividend', () => {
    const [a, b] = [
      [-5, 5, 5.5, 1, 7],
      [3, -3, 2, 0.1, Infinity],
    ] as const
    expect(toNested(fmod(tensor(a, [5]), tensor(b, [5])))).toEqual(a.map((x, k) => x % b[k]!))
  })
})
