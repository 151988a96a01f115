import { less, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('less', () => {
  holds(laws.operation(operations.less))

  it('compares entry by entry; NaN is neither above nor below', () => {
    expect(toNested(less(tensor([1, 2, 3, NaN], [4]), 2))).toEqual([1, 0, 0, 0])
  })

  it('refuses shapes that do not broadcast', () => {
    expect(() => less(zeros([2, 3]) as Tensor, zeros([4]) as Tensor)).toThrow(
      'Cannot less [2, 3] and [4]: expected as many entries along axis -1, or 1, found 3 and 4',
    )
  })
})
