import { full, grad, sum, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { item, toNested } from '../float64.ts'

describe('full', () => {
  holds(laws.operation(composites.full))

  it('repeats a number', () => {
    expect(toNested(full([2, 2], 7))).toEqual([
      [7, 7],
      [7, 7],
    ])
  })

  it('hands derivatives on to the number', () => {
    expect(item(grad((x: Tensor<readonly []>) => sum()(full([3], x)))(tensor(1, [])))).toBe(3)
  })
})
