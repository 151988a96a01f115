import { add, mul, tensor, variance, zeros } from 'cotangent'
import { composites, lawOf, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { item } from '../float64.ts'

describe('variance', () => {
  holds(
    laws.operation(composites.variance),
    lawOf(composites.variance, 'shift', ([x], { f }) => ({ left: f(add(x, 5)), right: f(x), tolerance: 1e-12 })),
    lawOf(composites.variance, 'scale', ([x], { f }) => ({
      left: f(mul(x, -3)),
      right: mul(f(x), 9),
      tolerance: 1e-12,
    })),
  )

  it('divides by the count less the correction', () => {
    expect(item(variance()(tensor([1, 3], [2])))).toBe(1)
    expect(item(variance({ correction: 1 })(tensor([1, 3], [2])))).toBe(2)
  })

  it('refuses no more entries than the correction', () => {
    expect(() => variance({ correction: 1 })(zeros([1]))).toThrow(
      'Cannot variance [1]: 1 entries do not exceed the correction 1',
    )
  })
})
