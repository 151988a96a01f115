import { add, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { direction, equations, lawOf, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('add', () => {
  holds(
    laws.operation(operations.add),
    lawOf(operations.add, 'commutativity', ([a, b]) => equations.commutativity(add, a, b)),
    lawOf(operations.add, 'associativity', ([a, b], { seed }) =>
      equations.associativity(add, a, b, direction(b.shape, seed, 1)),
    ),
    lawOf(operations.add, 'unit 0', ([a]) => equations.unit(add, 0, a)),
  )

  it('broadcasts', () => {
    expect(toNested(add(tensor([1, 2], [2, 1]), tensor([10, 20], [2])))).toEqual([
      [11, 21],
      [12, 22],
    ])
  })

  it('refuses shapes that do not broadcast', () => {
    expect(() => add(zeros([2, 3]) as Tensor, zeros([4]) as Tensor)).toThrow(
      'Cannot add [2, 3] and [4]: axis -1 has 3 entries in one and 4 in the other',
    )
  })
})
