import { expm1, grad, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { item } from '../float64.ts'

describe('expm1', () => {
  holds(laws.operation(operations.expm1))

  it('keeps its digits near 0, in the derivative too', () => {
    expect(item(expm1(1e-20))).toBe(1e-20)
    expect(item(grad((x: Tensor<readonly []>) => expm1(x))(tensor(1e-20, [])))).toBe(1)
  })
})
