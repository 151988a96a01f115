import { tensor, transpose, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('transpose', () => {
  holds(laws.operation(operations.transpose), identities.transpose)

  it('reverses the axes, or takes the order given', () => {
    expect(toNested(transpose(tensor([1, 2, 3, 4, 5, 6], [2, 3])))).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ])
    expect(transpose([2, 0, -2])(zeros([2, 3, 4])).shape).toEqual([4, 2, 3])
  })

  it('refuses an order that does not name each axis once', () => {
    expect(() => transpose([0, 0])(zeros([2, 3]) as Tensor)).toThrow(
      'Cannot transpose [2, 3]: expected each axis once, found [0, 0]',
    )
    expect(() => transpose([0])(zeros([2, 3]) as Tensor)).toThrow(
      'Cannot transpose [2, 3]: expected each axis once, found [0]',
    )
  })
})
