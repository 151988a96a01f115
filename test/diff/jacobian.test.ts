/** @file Whole matrices of derivatives. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { add, at, hessian, jacobian, matmul, max, mul, pow, sum, tensor } from 'cotangent'
import { toNested } from '../float64.ts'

describe('jacobian', () => {
  it('of a linear map is its matrix', () => {
    const a = tensor([1, 2, 3, 4, 5, 6], [2, 3])
    const f = (x: Tensor<readonly [3]>): Tensor => matmul(a, x)
    expect(toNested(jacobian(f)(tensor([0, 0, 0], [3])))).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ])
  })

  it('has the value shape first and the argument shape after', () => {
    const f = (x: Tensor<readonly [2, 2]>): Tensor => max({ axis: 1 })(x)
    const j = jacobian(f)(tensor([1, 2, 4, 3], [2, 2]))
    expect(j.shape).toEqual([2, 2, 2])
    expect(toNested(j)).toEqual([
      [
        [0, 1],
        [0, 0],
      ],
      [
        [0, 0],
        [1, 0],
      ],
    ])
  })

  it('of a scalar function is its gradient', () => {
    const f = (x: Tensor<readonly [2]>): Tensor => sum()(mul(x, x))
    expect(toNested(jacobian(f)(tensor([1, 2], [2])))).toEqual([2, 4])
  })
})

describe('hessian', () => {
  it('is symmetric and right for a polynomial', () => {
    // f(x, y) = x^2 y + y^3, at (3, 5)
    const f = (t: Tensor<readonly [2]>): Tensor => {
      const [x, y] = [at(0)(t), at(1)(t)]
      return add(mul(mul(x, x), y), pow(y, 3))
    }
    expect(toNested(hessian(f)(tensor([3, 5], [2])))).toEqual([
      [10, 6],
      [6, 30],
    ])
  })
})
