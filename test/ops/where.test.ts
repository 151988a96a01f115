import { add, broadcastTo, tensor, vjp, where, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { direction, lawOf, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('where', () => {
  holds(
    laws.operation(operations.where),
    lawOf(operations.where, 'each entry of g goes to one operand', ([condition, a, b], { f, seed }) => {
      const y = f(condition, a, b)
      const stretch = broadcastTo(y.shape)
      const [, pullback] = vjp(([left, right]: readonly [Tensor, Tensor]) => f(condition, left, right))([
        stretch(a),
        stretch(b),
      ])
      const g = direction(y.shape, seed, 1)
      const [toA, toB] = pullback(g)
      return { left: [add(toA, toB), where(condition, toB, toA)], right: [g, zeros(y.shape)] }
    }),
  )

  it('takes NaN for true', () => {
    expect(toNested(where(tensor([0, 1, NaN], [3]), 1, 2))).toEqual([2, 1, 1])
  })

  it('refuses shapes that do not broadcast', () => {
    expect(() => where(zeros([2]) as Tensor, zeros([3]) as Tensor, 0)).toThrow(
      'Cannot where [2] and [3]: axis -1 has 2 entries in one and 3 in the other',
    )
  })
})
