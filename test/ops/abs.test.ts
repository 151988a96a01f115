import { abs, grad, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { item, toNested } from '../float64.ts'

describe('abs', () => {
  holds(laws.operation(operations.abs))

  it('has derivative 0 at 0', () => {
    expect(toNested(abs(tensor([-2, 0, 3], [3])))).toEqual([2, 0, 3])
    expect(item(grad((x: Tensor<readonly []>) => abs(x))(tensor(0, [])))).toBe(0)
  })
})
