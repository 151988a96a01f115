import { grad, sqrt, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { item, toNested } from '../float64.ts'

describe('sqrt', () => {
  holds(laws.operation(operations.sqrt), identities.sqrt)

  it('has an infinite derivative at 0', () => {
    expect(toNested(sqrt(tensor([9, 0, -1], [3])))).toEqual([3, 0, NaN])
    expect(item(grad((x: Tensor<readonly []>) => sqrt(x))(tensor(0, [])))).toBe(Infinity)
  })
})
