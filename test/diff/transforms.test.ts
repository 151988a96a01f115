/** @file vmap, scan, checkpoint and linearize beyond their laws: keys, what they refuse, memory, many steps. */
import {
  add,
  bernoulli,
  checkpoint,
  compile,
  conv2d,
  explain,
  grad,
  hessian,
  hvp,
  item as _item,
  jacobian,
  key,
  keyBatch,
  linearize,
  matmul,
  maxPool2d,
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
  transpose,
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

  it('convolves all examples at once: as images, as output channels, or as groups', () => {
    const convolutionsOf = (...[x, w]: readonly [Tensor, Tensor]) => {
      const one = conv2d() as (a: Tensor, b: Tensor) => Tensor
      const [image, kernel] = [ones([1, 2, 5, 5]), ones([3, 2, 3, 3])] as readonly [Tensor, Tensor]
      const f = (xs: Tensor, ws: Tensor): Tensor => {
        if (w.shape.length === 4) return vmap((a: Tensor): Tensor => one(a, kernel))(xs as never) as unknown as Tensor
        if (x.shape.length === 4) return vmap((b: Tensor): Tensor => one(image, b))(ws as never) as unknown as Tensor
        return vmap(one)(xs as never, ws as never) as unknown as Tensor
      }
      return explain(compile(f), x, w)
        .instructions.filter(({ name }) => name === 'conv')
        .map(({ shape }) => shape)
    }
    const [xs, ws]: readonly Tensor[] = [ones([4, 1, 2, 5, 5]), ones([4, 3, 2, 3, 3])]
    expect(convolutionsOf(xs as Tensor, ones([3, 2, 3, 3]))).toEqual([[4, 3, 3, 3]])
    expect(convolutionsOf(ones([1, 2, 5, 5]), ws as Tensor)).toEqual([[1, 12, 3, 3]])
    expect(convolutionsOf(xs as Tensor, ws as Tensor)).toEqual([[1, 12, 3, 3]])
  })

  it('finds the examples along another axis, or one argument for all', () => {
    const f = (w: Tensor, { x }: { readonly x: Tensor }): Tensor => matmul(w, x) as Tensor
    const [w, xs]: readonly Tensor[] = [normal([2, 3])(key(1)), normal([3, 5])(key(2))]
    const found = vmap(f, { axes: [null, -1] })(w as Tensor, { x: xs as Tensor })
    expect(found.shape).toEqual([5, 2])
    expect(toNested(transpose(found as Tensor))).toEqual(toNested(matmul(w as Tensor, xs as Tensor) as Tensor))
    expect(() => vmap(f, { axes: [2, null] })(w as Tensor, { x: xs as Tensor })).toThrow('axis 2 is outside the 2 axes')
    expect(() => vmap(f, { axes: [null, null] })(w as Tensor, { x: xs as Tensor })).toThrow('a first axis of examples')
  })

  it('of no examples is nothing, in the right shape', () => {
    const one = (x: Tensor): Tensor =>
      maxPool2d({ kernel: 2 })(conv2d()(x, ones([2, 1, 2, 2]) as Tensor) as Tensor) as Tensor
    expect(vmap(one)(ones([0, 3, 1, 5, 5]) as never).shape).toEqual([0, 3, 2, 2, 2])
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

  it('also by what it closes over, such as the kernels of a network', () => {
    const kernels = Array.from({ length: 9 }, (_, k): Tensor => normal([4, 4, 3, 3])(key(k)))
    const image: Tensor = normal([2, 4, 8, 8])(key(20))
    const loss =
      (part: (f: (x: Tensor) => Tensor) => (x: Tensor) => Tensor) =>
      (all: readonly Tensor[]): Scalar => {
        const blocks = [0, 3, 6].map((from) =>
          part((x) =>
            all.slice(from, from + 3).reduce<Tensor>((y, w) => tanh(conv2d({ padding: 1 })(y, w) as Tensor), x),
          ),
        )
        return sum()(blocks.reduce((y, f) => f(y), image))
      }
    const [kept, again] = [loss((f) => f), loss((f) => checkpoint(f))]
    const peak = (f: typeof kept): number =>
      explain(
        compile((all: readonly Tensor[]) => grad(f)(all)),
        kernels,
      ).peakBytes
    expect(peak(again)).toBeLessThan(0.8 * peak(kept))
    expect(grad(again)(kernels).map((t) => toArray(t))).toEqual(grad(kept)(kernels).map((t) => toArray(t)))
  })

  it('has second derivatives', () => {
    const f = (x: Tensor): Scalar => sum()(mul(tanh(x), mul(x, x)) as Tensor)
    const x: Tensor = tensor([1, 2, 3], [3])
    expect(toArray(hvp(checkpoint(f))(x, x))).toEqual(toArray(hvp(f)(x, x)))
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
