/** @file Gradients of scalar functions. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { grad, mul, sum, tensor, valueAndGrad, valueAndGradWithAux } from 'cotangent'
import { item, toNested } from '../float64.ts'

const x: Tensor = tensor([1, 2, 3], [3])

describe('grad', () => {
  it('holds further arguments fixed', () => {
    expect(toNested(grad((t: Tensor, scale: number): Tensor => sum()(mul(t, scale)))(x, 5))).toEqual([5, 5, 5])
  })

  it('refuses a function whose value is no scalar', () => {
    expect(() => grad((t: Tensor): Tensor => t)(x)).toThrow(
      'Cannot take the gradient: expected a function that returns a scalar of shape [], found shape [3]',
    )
    expect(() => grad((() => undefined) as never)(x as never)).toThrow(
      'Cannot take the gradient: expected a function that returns a scalar of shape [], found undefined',
    )
  })

  it('gives zeros for a constant function', () => {
    expect(toNested(grad((_: Tensor) => 7)(x))).toEqual([0, 0, 0])
  })
})

describe('valueAndGrad', () => {
  it('gives the value of the function with its gradient', () => {
    const [value, gradient] = valueAndGrad((t: Tensor): Tensor => sum()(mul(t, t)))(x)
    expect(item(value)).toBe(14)
    expect(toNested(gradient)).toEqual([2, 4, 6])
  })
})

describe('valueAndGradWithAux', () => {
  it('carries out what is not differentiated, of any type', () => {
    const [value, gradient, auxiliary] = valueAndGradWithAux(
      (t: Tensor) => [sum()(t), { label: 'aux', squares: mul(t, t) }] as const,
    )(x)
    expect(item(value)).toBe(6)
    expect(toNested(gradient)).toEqual([1, 1, 1])
    expect(auxiliary.label).toBe('aux')
    expect(toNested(auxiliary.squares)).toEqual([1, 4, 9])
  })
})
