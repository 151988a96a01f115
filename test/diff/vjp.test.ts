/** @file Reverse mode: composition, trees, depth, refusals. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { add, exp, grad, key, mul, sin, sum, tanh, tensor, vjp } from 'cotangent'
import { item, toArray, toNested } from '../float64.ts'

const numbers = (t: Tensor): readonly number[] => Array.from(toArray(t))
const x: Tensor = tensor([0.5, -1, 2], [3])
const u: Tensor = tensor([1, 2, -3], [3])

describe('vjp', () => {
  it('follows the chain rule: the pullback of a composition is the composition of pullbacks', () => {
    const f = (t: Tensor): Tensor => mul(t, t)
    const g = (t: Tensor): Tensor => tanh(t)
    const [, composed] = vjp((t: Tensor) => g(f(t)))(x)
    const [y, first] = vjp(f)(x)
    const [, second] = vjp(g)(y)
    expect(numbers(composed(u))).toEqual(numbers(first(second(u))))
  })

  it('takes and gives trees, with zeros where a leaf was not used', () => {
    const f = ({ a, b }: { readonly a: Tensor; readonly b: Tensor; readonly unused: Tensor }) =>
      [mul(a, b), add(a, b)] as const
    const [[product, total], pullback] = vjp(f)({ a: x, b: u, unused: tensor([1, 2], [2]) })
    expect(numbers(product)).toEqual([0.5, -2, -6])
    expect(numbers(total)).toEqual([1.5, 1, -1])
    const gradient = pullback([u, x])
    expect(numbers(gradient.a)).toEqual([1.5, 3, 11])
    expect(numbers(gradient.b)).toEqual([1, -3, -4])
    expect(numbers(gradient.unused)).toEqual([0, 0])
  })

  it('adds cotangents where paths meet', () => {
    expect(numbers(grad((t: Tensor): Tensor => sum()(add(mul(t, t), mul(t, 3))))(x))).toEqual([4, 1, 7])
  })

  it('tells one variable named twice apart', () => {
    const gradient = grad(({ a, b }: { readonly a: Tensor; readonly b: Tensor }): Tensor => sum()(mul(a, exp(b))))({
      a: x,
      b: x,
    })
    expect(numbers(gradient.a)).toEqual(numbers(exp(x)))
    expect(numbers(gradient.b)).toEqual(numbers(mul(x, exp(x))))
  })

  it('does not confuse the perturbations of nested derivatives', () => {
    // d/dx (x * d/dy (x + y)) = 1, and not 2.
    const one = tensor(1, [])
    const outer = grad((a: Tensor): Tensor => mul(a, grad((b: Tensor): Tensor => add(a, b))(one)))
    expect(item(outer(one))).toBe(1)
  })

  it('differentiates three times', () => {
    const third = grad((a: Tensor): Tensor => grad((b: Tensor): Tensor => grad((c: Tensor): Tensor => sin(c))(b))(a))
    expect(item(third(tensor(0.3, [])))).toBeCloseTo(-Math.cos(0.3), 14)
  })

  it('takes a chain of 100,000 operations', () => {
    const chain = (t: Tensor): Tensor => {
      let y = t
      for (let index = 0; index < 100_000; index++) y = add(y, t)
      return y
    }
    expect(item(grad(chain)(tensor(1, [])))).toBe(100_001)
  })

  it('takes a chain of 100,000 multiplications and evaluates its value first', () => {
    const [value, pullback] = vjp((t: Tensor): Tensor => {
      let y = t
      for (let index = 0; index < 100_000; index++) y = mul(y, 1)
      return y
    })(tensor(3, []))
    expect(item(value)).toBe(3)
    expect(item(pullback(tensor(2, [])))).toBe(2)
  })

  it('refuses a cotangent of another shape', () => {
    const [, pullback] = vjp((t: Tensor): Tensor => mul(t, t))(x)
    expect(() => pullback(tensor([1, 2], [2]))).toThrow(
      'Cannot pull back: expected shape [3] of the cotangent, found [2]',
    )
  })

  it('refuses to differentiate by a key', () => {
    const byKey = vjp((k: { readonly key: ReturnType<typeof key> }) => k.key.words)
    expect(() => byKey({ key: key(1) })).toThrow('Cannot differentiate by a key')
  })

  it('closes its scope when the function throws, so that later forcing lets go of inputs', () => {
    const fail = (): never => {
      throw new Error('stop')
    }
    expect(() => vjp((t: Tensor): Tensor => (numbers(mul(t, 2)), fail()))(x)).toThrow('stop')
    expect(toNested(grad((t: Tensor): Tensor => sum()(t))(x))).toEqual([1, 1, 1])
  })
})
