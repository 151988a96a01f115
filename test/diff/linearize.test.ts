/** @file linearize beyond its laws: the columns of the Jacobian. */
import { compile, explain, matmul, ones, jacobian, linearize, mul, tanh, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../float64.ts'

describe('linearize', () => {
  it('pushes many tangents: the columns of the Jacobian', () => {
    const f = (x: Tensor<readonly [3]>) => mul(tanh(x), x)
    const [, push] = linearize(f)(tensor([0.1, 0.2, 0.3], [3]))
    const matrix = toNested(jacobian(f)(tensor([0.1, 0.2, 0.3], [3])))
    ;[0, 1, 2].forEach((column) => {
      const tangent = tensor(
        [0, 1, 2].map((k) => (k === column ? 1 : 0)),
        [3],
      )
      expect(Array.from(toArray(push(tangent)))).toEqual(matrix.map((row) => row[column]))
    })
  })

  it('compiled, computes the function once for all tangents', () => {
    const f = (x: Tensor, one: Tensor, two: Tensor) => {
      const [y, push] = linearize((at: Tensor): Tensor => tanh(matmul(at, at)))(x)
      return [y, push(one), push(two)]
    }
    const [x, one, two]: readonly Tensor[] = [ones([2, 2]), ones([2, 2]), ones([2, 2])]
    const { text } = explain(compile(f), x as Tensor, one as Tensor, two as Tensor)
    expect(text.match(/tanh/g)).toHaveLength(1)
    expect(text.match(/= matmul/g)).toHaveLength(5)
  })
})
