/** @file Functions with a pullback of one's own, and held-fixed trees. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { add, customVjp, exp, grad, jvp, mul, ones, stopGradient, sum, tensor, vjp } from 'cotangent'
import { structureWriter } from '../../src/compile/structure.ts'
import { trace } from '../../src/compile/trace.ts'
import { sizeOf } from '../../src/core/Shape.ts'
import { item, toNested } from '../float64.ts'

const x: Tensor = tensor([1, 2, 3], [3])

describe('customVjp', () => {
  it('keeps the value and replaces the derivative', () => {
    const f = customVjp(
      (t: Tensor): Tensor => mul(t, t),
      () => (g) => mul(g, 100),
    )
    expect(toNested(f(x))).toEqual([1, 4, 9])
    expect(toNested(grad((t: Tensor): Tensor => sum()(f(t)))(x))).toEqual([100, 100, 100])
  })

  it('gives the pullback the argument and the value', () => {
    const squared = customVjp(
      (t: Tensor): Tensor => exp(t),
      (_, y) => (g) => mul(g, y),
    )
    expect(item(grad((t: Tensor): Tensor => squared(t))(tensor(2, [])))).toBe(Math.exp(2))
  })

  it('differentiates the pullback itself at second order', () => {
    const f = customVjp(
      (t: Tensor): Tensor => exp(t),
      (_, y) => (g) => mul(g, y),
    )
    const second = grad((t: Tensor): Tensor => grad((s: Tensor): Tensor => f(s))(t))
    expect(item(second(tensor(2, [])))).toBeCloseTo(Math.exp(2), 12)
    expect(item(jvp(f)(tensor(2, []), tensor(3, []))[1])).toBeCloseTo(3 * Math.exp(2), 12)
  })

  it('works on trees', () => {
    type Pair = { readonly a: Tensor; readonly b: Tensor }
    const swapped = customVjp(
      ({ a, b }: Pair): Pair => ({ a: mul(a, 2), b: mul(b, 3) }),
      () => (g) => ({ a: g.b, b: g.a }),
    )
    const gradient = grad((p: Pair): Tensor => {
      const { a, b } = swapped(p)
      return sum()(add(mul(a, 5), mul(b, 7)))
    })({ a: tensor([1, 2], [2]), b: tensor([3, 4], [2]) })
    expect(toNested(gradient.a)).toEqual([7, 7])
    expect(toNested(gradient.b)).toEqual([5, 5])
  })
})

describe('what the pullback of customVjp gives', () => {
  type Nested = { readonly a: { readonly b: Tensor }; readonly c: Tensor }
  const at: Nested = { a: { b: tensor([1, 2], [2]) }, c: tensor([3, 4], [2]) }
  const gradientOf = (given: (x: Nested) => unknown) =>
    grad((p: Nested): Tensor => {
      const f = customVjp(
        ({ a, c }: Nested): Tensor => add(a.b, mul(c, 2)),
        (x) => () => given(x) as Nested,
      )
      return sum()(f(p))
    })(at)

  it('is taken by name', () => {
    const { a, c } = gradientOf((x) => ({ c: mul(x.c, 10), a: { b: mul(x.a.b, 100) } }))
    expect(toNested(a.b)).toEqual([100, 200])
    expect(toNested(c)).toEqual([30, 40])
  })

  it.each<readonly [string, (x: Nested) => unknown, string]>([
    [
      'another shape',
      ({ c }) => ({ a: { b: tensor([1, 2, 3, 4, 5], [5]) }, c }),
      "expected shape [2] at 'a.b' of the cotangent, found [5]",
    ],
    [
      'a shape that broadcasts',
      ({ c }) => ({ a: { b: tensor(1, []) }, c }),
      "expected shape [2] at 'a.b' of the cotangent, found []",
    ],
    ['a leaf less', ({ a }) => ({ a }), "expected a tensor at 'c' of the cotangent, found nothing"],
    ['a leaf more', ({ a, c }) => ({ a, c, d: c }), "expected nothing at 'd' of the cotangent, found a tensor"],
  ])('is refused with %s', (_, given, message) => {
    expect(() => gradientOf(given)).toThrow(`Cannot use the pullback of customVjp: ${message}`)
  })

  it('is refused with another shape of a whole argument', () => {
    const f = customVjp(
      (x: Tensor): Tensor => sum()(x),
      () => (): Tensor => tensor([1, 2, 3, 4, 5], [5]),
    )
    expect(() => grad(f)(tensor([1, 2], [2]))).toThrow(
      'Cannot use the pullback of customVjp: expected shape [2] of the cotangent, found [5]',
    )
  })
})

describe('stopGradient', () => {
  it('keeps the numbers and stops the cotangent', () => {
    expect(toNested(stopGradient({ x }).x)).toEqual([1, 2, 3])
    expect(toNested(grad((t: Tensor): Tensor => sum()(mul(t, stopGradient(t))))(x))).toEqual([1, 2, 3])
  })

  it('writes cells in proportion to the parts of its value, times their logarithm', () => {
    const written = (n: number): number => {
      const parts = Array.from({ length: n }, () => ones([]))
      const f = customVjp(
        (t: readonly Tensor[]) => t.map((x): Tensor => mul(x, 2)),
        () => (g) => g,
      )
      const [, pullback] = vjp(f)(parts)
      const traced = trace(pullback(parts), structureWriter())
      return traced.program(traced.roots).instructions.reduce((cells, { shape }) => cells + sizeOf(shape), 0)
    }
    const [few, many] = [512, 4096]
    expect(written(many) / many).toBeLessThan((1.1 * (Math.log2(many) / Math.log2(few)) * written(few)) / few)
  })
})
