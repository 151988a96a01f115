import { grad, pow, sum, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { item, toNested } from '../float64.ts'

describe('pow', () => {
  holds(laws.operation(operations.pow), laws.operation(composites['whole powers']))

  it('has derivative 0 for the power 0, also at 0', () => {
    const zeroth = (x: Tensor<readonly [2]>) => sum()(pow(x, 0))
    expect(toNested(grad(zeroth)(tensor([0, 3], [2])))).toEqual([0, 0])
  })

  it('takes whole powers of negative numbers, with their derivatives', () => {
    const cubes = (x: Tensor<readonly [2]>) => sum()(pow(x, 3))
    expect(toNested(pow(tensor([-2, 3], [2]), 3))).toEqual([-8, 27])
    expect(toNested(grad(cubes)(tensor([-2, 3], [2])))).toEqual([12, 27])
  })

  it('has the derivatives of a square at 0, of every order', () => {
    const square = (x: Tensor<readonly []>) => pow(x, 2)
    const first = (x: Tensor<readonly []>) => grad(square)(x)
    expect(item(first(tensor(0, [])))).toBe(0)
    expect(item(grad(first)(tensor(0, [])))).toBe(2)
    expect(item(grad((x: Tensor<readonly []>) => grad(first)(x))(tensor(0, [])))).toBe(0)
  })

  it('has derivative 0 in the exponent at base 0', () => {
    expect(item(grad((b: Tensor<readonly []>) => pow(0, b))(tensor(2, [])))).toBe(0)
  })

  it('has finite derivatives of every order in the exponent at base 0', () => {
    const first = (b: Tensor<readonly []>) => grad((e: Tensor<readonly []>) => pow(0, e))(b)
    const second = (b: Tensor<readonly []>) => grad(first)(b)
    expect(item(second(tensor(2, [])))).toBe(0)
    expect(item(grad(second)(tensor(2, [])))).toBe(0)
  })

  it('is 1 for base 1 and every exponent', () => {
    expect(toNested(pow(1, tensor([NaN, Infinity, -Infinity], [3])))).toEqual([1, 1, 1])
  })

  it('refuses shapes that do not broadcast', () => {
    expect(() => pow(zeros([2, 3]) as Tensor, zeros([4]) as Tensor)).toThrow(
      'Cannot pow [2, 3] and [4]: expected as many entries along axis -1, or 1, found 3 and 4',
    )
  })
})
