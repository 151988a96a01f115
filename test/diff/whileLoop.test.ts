/** @file whileLoop beyond its laws: its bound, what is computed after the end, and what it refuses. */
import { add, compile, div, grad, greater, less, mul, ones, sqrt, sub, tensor, vmap, whileLoop, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, identities, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { item, toNested } from '../float64.ts'
import { holds } from '../holds.ts'

type Scalar = Tensor<readonly []>

/** Newton's steps to a square root, until the square is near. */
const root = (a: Scalar): Scalar => {
  const isFar = (x: Scalar): Scalar => greater(mul(sub(mul(x, x), a), sub(mul(x, x), a)), 1e-16)
  return whileLoop(isFar, (x: Scalar) => div(add(x, div(a, x)), 2), { atMost: 12 })(add(a, 1))[0]
}

describe('whileLoop', () => {
  holds(laws.operation(composites.whileLoop), identities.whileLoop)

  it('ends where its condition does, and has derivatives', () => {
    expect(item(root(tensor(9, [])))).toBeCloseTo(3, 7)
    expect(item(grad(root)(tensor(9, [])))).toBeCloseTo(1 / 6, 6)
  })

  it('ends for each example by itself, compiled', () => {
    const counts = compile(
      vmap(
        (x: Scalar) =>
          whileLoop(
            (y: Scalar) => less(y, 10),
            (y) => mul(y, 2),
            { atMost: 5 },
          )(x)[1],
      ),
    )
    expect(toNested(counts(tensor([1, 4, 20, 0])))).toEqual([4, 2, 0, 5])
  })

  it('hands on no derivative of steps after the end, which may be none', () => {
    const f = (x: Scalar): Scalar =>
      whileLoop(
        (y: Scalar) => less(0, y),
        (y) => sqrt(sub(y, 1)),
        { atMost: 3 },
      )(x)[0]
    expect(item(f(tensor(2, [])))).toBe(0)
    expect(item(grad(f)(tensor(0, [])))).toBe(1)
  })

  it('stays at its end, even if the condition would hold again', () => {
    const [last, repeats] = whileLoop(
      (x: Scalar) => less(x, 2),
      (x) => sub(3, x),
      { atMost: 9 },
    )(tensor(1, []))
    expect([item(last), item(repeats)]).toEqual([2, 1])
  })

  it('may not repeat at all, and refuses what is no bound or changes the form', () => {
    const always = () => tensor(1, [])
    expect(item(whileLoop(always, (x: Scalar) => add(x, 1), { atMost: 0 })(tensor(7, []))[0])).toBe(7)
    expect(() => whileLoop(always, (x: Scalar) => x, { atMost: Infinity })).toThrow("'atMost'")
    const wider = whileLoop(always, (() => zeros([3])) as (x: Tensor) => Tensor, { atMost: 2 })
    expect(() => wider(ones([2]))).toThrow('Cannot choose a branch')
  })
})
