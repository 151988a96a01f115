/** @file cond beyond its laws: derivatives that are not finite, trees, and what it refuses. */
import { compile, cond, div, grad, less, mul, neg, ones, sqrt, sub, sum, tensor, vmap } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, identities, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { item, toNested } from '../float64.ts'
import { holds } from '../holds.ts'

type Scalar = Tensor<readonly []>

const safeRoot = (x: Scalar): Scalar => cond(sqrt, (y: Scalar) => mul(y, 0))(less(0, x), x)

describe('cond', () => {
  holds(laws.operation(composites.cond), identities.cond)

  it('keeps what a branch that is not taken computes out of every derivative', () => {
    const slope = grad(safeRoot)
    expect([item(safeRoot(tensor(-4, []))), item(slope(tensor(-4, [])))]).toEqual([-0, 0])
    expect([item(slope(tensor(0, []))), item(grad(slope)(tensor(0, [])))]).toEqual([0, 0])
    expect([item(slope(tensor(4, []))), item(grad(slope)(tensor(4, [])))]).toEqual([0.25, -1 / 32])
  })

  it('does so in a compiled function, for each example', () => {
    const slopes = compile(vmap(grad(safeRoot)))
    expect(toNested(slopes(tensor([4, 0, -1, 1])))).toEqual([0.25, 0, 0, 0.5])
  })

  it('chooses trees, by name', () => {
    type Pair = Readonly<Record<'a' | 'b', Tensor>>
    const swapped = cond(
      ({ a, b }: Pair): Pair => ({ b: a, a: b }),
      ({ a, b }) => ({ a: neg(a), b }),
    )
    const pair = { a: ones([2]), b: tensor([2, 3]) }
    expect(toNested(swapped(1, pair).a)).toEqual([2, 3])
    expect(toNested(swapped(0, pair).a)).toEqual([-1, -1])
  })

  it('differentiates what branches close over', () => {
    const f = (w: Scalar) =>
      cond(
        (x: Scalar): Scalar => mul(w, x),
        (x) => sub(x, w),
      )(tensor(1, []), tensor(3, []))
    expect(item(grad(f)(tensor(2, [])))).toBe(3)
  })

  it('takes NaN as what is not 0', () => {
    expect(
      item(
        cond(
          (x: Scalar): Scalar => x,
          (x) => neg(x),
        )(div(0, 0), tensor(1, [])),
      ),
    ).toBe(1)
  })

  it('refuses a predicate that is no scalar, and branches that differ', () => {
    expect(() =>
      cond(
        (x: Tensor) => x,
        (x) => x,
      )(ones([2]) as never, ones([2])),
    ).toThrow('a scalar as the predicate')
    expect(() =>
      cond(
        (x: Tensor): Tensor => x,
        (x) => sum()(x),
      )(1, ones([2])),
    ).toThrow('Cannot choose a branch')
    expect(() => cond((x: Tensor) => x, ((x: Tensor) => Promise.resolve(x)) as never)(1, ones([2]))).toThrow(
      'synchronously',
    )
  })
})
