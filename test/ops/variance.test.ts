import { tensor, variance, zeros } from 'cotangent'
import { composites, identities, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { item } from '../float64.ts'

describe('variance', () => {
  holds(laws.operation(composites.variance), identities.variance)

  it('divides by the count less the correction', () => {
    expect(item(variance()(tensor([1, 3], [2])))).toBe(1)
    expect(item(variance({ correction: 1 })(tensor([1, 3], [2])))).toBe(2)
  })

  it('refuses no more entries than the correction', () => {
    expect(() => variance({ correction: 1 })(zeros([1]))).toThrow(
      'Cannot variance [1]: expected more entries than the correction of 1, found 1',
    )
  })
})
