import { mul, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { direction, equations, lawOf, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('mul', () => {
  holds(
    laws.operation(operations.mul),
    lawOf(operations.mul, 'commutativity', ([a, b]) => equations.commutativity(mul, a, b)),
    lawOf(operations.mul, 'bilinearity', ([a, b], { seed }) =>
      equations.bilinearity(mul, [a, direction(a.shape, seed, 1)], [b, direction(b.shape, seed, 2)]),
    ),
    lawOf(operations.mul, 'unit 1', ([a]) => equations.unit(mul, 1, a)),
  )

  it('broadcasts', () => {
    expect(toNested(mul(tensor([1, 2, 3], [3]), 2))).toEqual([2, 4, 6])
  })

  it('refuses shapes that do not broadcast', () => {
    expect(() => mul(zeros([2, 3]) as Tensor, zeros([4]) as Tensor)).toThrow(
      'Cannot mul [2, 3] and [4]: axis -1 has 3 entries in one and 4 in the other',
    )
  })
})
