/** @file scan beyond its laws: many steps, what it refuses. */
import { add, grad, mul, ones, scan, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { item, toArray, toNested } from '../float64.ts'

type Scalar = Tensor<readonly []>

describe('scan', () => {
  it('goes a thousand steps, and back for the gradient', () => {
    const step = (state: Scalar, x: Scalar) => {
      const next = add(mul(state, 0.9), x)
      return [next, next] as const
    }
    const xs = ones([1000])
    const total = (all: typeof xs) => scan(step)(tensor(0, []), all)[0]
    expect(item(total(xs))).toBeCloseTo(10, 10)
    const slope = toArray(grad(total)(xs))
    expect(slope[999]).toBe(1)
    expect(slope[989]).toBeCloseTo(0.9 ** 10, 12)
  })

  it('comes to what it began with and to no values where there is no step', () => {
    const f = (c: Scalar, x: Scalar) => [add(c, x), { doubled: add(x, x), pair: ones([2]) }] as const
    const [last, { doubled, pair }] = scan(f)(tensor(7, []), ones([0]))
    expect([toNested(last), doubled.shape, pair.shape]).toEqual([7, [0], [0, 2]])
  })

  it('refuses trees without a common first axis', () => {
    const f = (c: Scalar, x: { readonly a: Scalar; readonly b: Scalar }) => [add(c, x.a), x.b] as const
    expect(() => scan(f)(tensor(0, []), { a: ones([2]), b: ones([3]) })).toThrow('a first axis of one length')
  })
})
