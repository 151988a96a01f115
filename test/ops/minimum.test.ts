import { grad, minimum, sum, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('minimum', () => {
  holds(laws.operation(operations.minimum), identities.minimum)

  it('splits the cotangent of equal operands in half', () => {
    const f = ([a, b]: readonly [Tensor, Tensor]) => sum()(minimum(a, b))
    const [toA, toB] = grad(f)([tensor([1, 2, 3], [3]), tensor([1, 5, 0], [3])])
    expect(toNested(toA)).toEqual([0.5, 1, 0])
    expect(toNested(toB)).toEqual([0.5, 0, 1])
  })

  it('lets NaN win', () => {
    expect(toNested(minimum(tensor([NaN, 1], [2]), tensor([1, NaN], [2])))).toEqual([NaN, NaN])
  })

  it('refuses shapes that do not broadcast', () => {
    expect(() => minimum(zeros([2, 3]) as Tensor, zeros([4]) as Tensor)).toThrow(
      'Cannot minimum [2, 3] and [4]: expected as many entries along axis -1, or 1, found 3 and 4',
    )
  })
})
