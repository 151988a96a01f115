import { argmax, less, lessEqual, mul, oneHot, sum, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, lawOf, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('oneHot', () => {
  holds(
    laws.operation(composites.oneHot),
    lawOf(
      composites.oneHot,
      'each row sums to 1 where the label is one of the classes',
      ([labels], { f, geometry }) => ({
        left: sum({ axis: -1 })(f(labels)),
        right: mul(lessEqual(0, labels) as Tensor, less(labels, geometry.classes) as Tensor),
      }),
    ),
    lawOf(composites.oneHot, 'argmax of oneHot is the label', ([labels], { f, geometry }) => {
      const known = mul(lessEqual(0, labels) as Tensor, less(labels, geometry.classes) as Tensor)
      return { left: argmax({ axis: -1 })(f(labels)), right: mul(labels, known) }
    }),
  )

  it('gives zeros for a label outside the classes', () => {
    expect(toNested(oneHot(2)(tensor([1, 2, -1], [3])))).toEqual([
      [0, 1],
      [0, 0],
      [0, 0],
    ])
  })
})
