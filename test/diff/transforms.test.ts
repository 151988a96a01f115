/** @file vmap, scan, checkpoint and linearize beyond their laws: keys, what they refuse, memory, many steps. */
import {
  add,
  bernoulli,
  checkpoint,
  compile,
  explain,
  grad,
  hessian,
  item as _item,
  jacobian,
  key,
  keyBatch,
  linearize,
  matmul,
  mul,
  normal,
  ones,
  permutation,
  scan,
  sigmoid,
  split,
  sum,
  tanh,
  tensor,
  uniform,
  vmap,
} from 'cotangent'
import type { Key, Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { item, toArray, toNested } from '../float64.ts'

type Scalar = Tensor<readonly []>
type Vector = Tensor<readonly [number]>

describe('vmap', () => {
  it('computes once what is the same for all examples', () => {
    const w = tensor([1, 2, 3, 4], [2, 2])
    const f = (x: Tensor<readonly [2]>) => [matmul(tanh(w), x), tanh(w)] as const
    const [y, same] = vmap(f)(ones([3, 2]))
    expect([y.shape, same.shape]).toEqual([
      [3, 2],
      [3, 2, 2],
    ])
    const { instructions } = explain(
      compile((x: Tensor<readonly [number, 2]>) => vmap(f)(x)),
      ones([3, 2]),
    )
    expect(instructions.filter(({ name }) => name === 'tanh' || name === 'fused').length).toBeLessThanOrEqual(1)
  })

  it('multiplies all examples with one matrix at once', () => {
    const w = ones([4, 5])
    const f = (x: Tensor<readonly [number, 4]>) => vmap((row: Tensor<readonly [4]>) => matmul(row, w))(x)
    const { instructions } = explain(compile(f), ones([7, 4]))
    const products = instructions.filter(({ name }) => name === 'matmul')
    expect(products.map(({ shape }) => shape)).toEqual([[7, 5]])
  })

  it('draws from a key for each example as the loop does', () => {
    const keys = split(key(3), 4)
    const draw = (k: Key) => [uniform([2])(k), bernoulli([2], 0.5)(k), permutation(5)(k)] as const
    const [u, b, p] = vmap(draw)(keyBatch(key(3), 4))
    keys.forEach((k, example) => {
      const [one, two, three] = draw(k)
      expect((toNested(u) as number[][])[example]).toEqual(Array.from(toArray(one)))
      expect((toNested(b) as number[][])[example]).toEqual(Array.from(toArray(two)))
      expect((toNested(p) as number[][])[example]).toEqual(Array.from(toArray(three)))
    })
  })

  it('maps trees of several arguments, and what does not depend on them', () => {
    const f = ({ a }: { readonly a: Scalar }, [b]: readonly [Vector]) => ({ product: mul(a, b), same: tensor(2, []) })
    const found = vmap(f)({ a: tensor([1, 2], [2]) }, [tensor([1, 2, 3, 4], [2, 2])])
    expect(toNested(found.product)).toEqual([
      [1, 2],
      [6, 8],
    ])
    expect(toNested(found.same)).toEqual([2, 2])
  })

  it('gives the gradient of each example', () => {
    const w = normal([3])(key(1))
    const loss = (weights: typeof w, x: Tensor<readonly [3]>) => sigmoid(sum()(mul(weights, x)))
    const xs = normal([5, 3])(key(2))
    const each = toNested(vmap((x: Tensor<readonly [3]>) => grad(loss)(w, x))(xs)) as readonly (readonly number[])[]
    each.forEach((slope, k) => {
      const x = tensor(toArray(xs).slice(3 * k, 3 * k + 3), [3])
      toArray(grad(loss)(w, x)).forEach((value, j) => {
        expect(slope[j]).toBeCloseTo(value, 12)
      })
    })
  })

  it('takes the Hessian of every example, in either order of transforms', () => {
    const f = (x: Tensor<readonly [2]>) => sum()(mul(mul(x, x), x))
    const found = vmap((x: Tensor<readonly [2]>) => hessian(f)(x))(tensor([1, 2, 3, 4], [2, 2]))
    expect(toNested(found)).toEqual([
      [
        [6, 0],
        [0, 12],
      ],
      [
        [18, 0],
        [0, 24],
      ],
    ])
  })

  it('refuses scalars, nothing, and unlike numbers of examples', () => {
    const f = (x: Scalar, y: Scalar) => add(x, y)
    expect(() => vmap(f)(tensor(1, []) as never, tensor(1, []) as never)).toThrow('a first axis of examples')
    expect(() => vmap(f)(ones([2]), ones([3]))).toThrow('all arguments have as many examples')
    expect(() => vmap(() => ones([1]))()).toThrow('a first axis of examples')
  })

  it('refuses to read numbers of an example, which it has not', () => {
    expect(() => vmap((x: Scalar) => mul(x, _item(x)))(ones([2]))).toThrow()
  })
})

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

  it('refuses trees without a common first axis, and no steps', () => {
    const f = (c: Scalar, x: { readonly a: Scalar; readonly b: Scalar }) => [add(c, x.a), x.b] as const
    expect(() => scan(f)(tensor(0, []), { a: ones([2]), b: ones([3]) })).toThrow('a first axis of one length')
    expect(() => scan(f)(tensor(0, []), { a: ones([0]), b: ones([0]) })).toThrow('there is a step at least')
  })
})

describe('checkpoint', () => {
  const layers = 24
  const block = (x: Tensor<readonly [64, 64]>): Tensor<readonly [64, 64]> =>
    Array.from({ length: 8 }).reduce<Tensor<readonly [64, 64]>>((y) => tanh(matmul(y, y)), x)
  const chain = (part: typeof block) => (x: Tensor<readonly [64, 64]>) =>
    sum()(Array.from({ length: layers / 8 }).reduce<Tensor<readonly [64, 64]>>((y) => part(y), x))
  const peakOf = (f: (x: Tensor<readonly [64, 64]>) => Scalar): number =>
    explain(
      compile((x: Tensor<readonly [64, 64]>) => grad(f)(x)),
      ones([64, 64]),
    ).peakBytes

  it('needs less memory at its peak, for the same numbers', () => {
    const [all, some] = [peakOf(chain(block)), peakOf(chain(checkpoint(block as never) as unknown as typeof block))]
    expect(some).toBeLessThan(0.7 * all)
    const x = mul(normal([64, 64])(key(1)), 0.1) as Tensor<readonly [64, 64]>
    const [left, right] = [grad(chain(checkpoint(block as never) as unknown as typeof block))(x), grad(chain(block))(x)]
    expect(toArray(left)).toEqual(toArray(right))
  })
})

describe('linearize', () => {
  it('pushes many tangents, which compile into one program with the value', () => {
    const f = (x: Tensor<readonly [3]>) => mul(tanh(x), x)
    const [, push] = linearize(f)(tensor([0.1, 0.2, 0.3], [3]))
    const matrix = toNested(jacobian(f)(tensor([0.1, 0.2, 0.3], [3]))) as readonly (readonly number[])[]
    ;[0, 1, 2].forEach((column) => {
      const tangent = tensor(
        [0, 1, 2].map((k) => (k === column ? 1 : 0)),
        [3],
      )
      expect(Array.from(toArray(push(tangent)))).toEqual(matrix.map((row) => row[column]))
    })
  })
})
