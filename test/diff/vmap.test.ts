/** @file vmap beyond its laws: how wide instructions are, keys, axes, what it refuses. */
import {
  add,
  bernoulli,
  compile,
  conv2d,
  explain,
  grad,
  hessian,
  item as _item,
  key,
  keyBatch,
  matmul,
  maxPool2d,
  mul,
  normal,
  ones,
  permutation,
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
import { toArray, toNested } from '../float64.ts'

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
      const [image, kernel] = [ones([1, 2, 5, 5]), ones([3, 2, 3, 3])]
      const f = (xs: Tensor, ws: Tensor): Tensor => {
        if (w.shape.length === 4) return vmap((a: Tensor): Tensor => one(a, kernel))(xs)
        if (x.shape.length === 4) return vmap((b: Tensor): Tensor => one(image, b))(ws)
        return vmap(one)(xs, ws)
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
    const f = (w: Tensor, { x }: { readonly x: Tensor }): Tensor => matmul(w, x)
    const [w, xs]: readonly Tensor[] = [normal([2, 3])(key(1)), normal([3, 5])(key(2))]
    const found = vmap(f, { axes: [null, -1] })(w as Tensor, { x: xs as Tensor })
    expect(found.shape).toEqual([5, 2])
    expect(toNested(transpose(found as Tensor))).toEqual(toNested(matmul(w as Tensor, xs as Tensor) as Tensor))
    expect(() => vmap(f, { axes: [2, null] })(w as Tensor, { x: xs as Tensor })).toThrow(
      'expected an axis from -2 to 1, found 2',
    )
    expect(() => vmap(f, { axes: [null, null] })(w as Tensor, { x: xs as Tensor })).toThrow(
      'expected an axis of examples, found no tensors',
    )
  })

  it('of no examples is nothing, in the right shape', () => {
    const one = (x: Tensor): Tensor => maxPool2d({ kernel: 2 })(conv2d()(x, ones([2, 1, 2, 2])))
    expect(vmap(one)(ones([0, 3, 1, 5, 5])).shape).toEqual([0, 3, 2, 2, 2])
  })

  it('draws from a key for each example as the loop does', () => {
    const keys = split(key(3), 4)
    const draw = (k: Key) => [uniform([2])(k), bernoulli([2], 0.5)(k), permutation(5)(k)] as const
    const [u, b, p] = vmap(draw)(keyBatch(key(3), 4))
    keys.forEach((k, example) => {
      const [one, two, three] = draw(k)
      expect((toNested(u) as number[][])[example]).toEqual(Array.from(toArray(one)))
      expect((toNested(b) as number[][])[example]).toEqual(Array.from(toArray(two)))
      expect(toNested(p)[example]).toEqual(Array.from(toArray(three)))
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
    const each = toNested(vmap((x: Tensor<readonly [3]>) => grad(loss)(w, x))(xs))
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
    expect(() => vmap(f)(tensor(1, []) as never, tensor(1, []) as never)).toThrow(
      'Cannot map over examples: expected an axis of examples, found a scalar',
    )
    expect(() => vmap(f)(ones([2]), ones([3]))).toThrow('expected as many examples in all arguments, found 2 and 3')
    expect(() => vmap(() => ones([1]))()).toThrow('expected an axis of examples, found no tensors')
  })

  it('refuses to read numbers of an example, which it has not', () => {
    expect(() => vmap((x: Scalar) => mul(x, _item(x)))(ones([2]))).toThrow(
      /^Cannot evaluate \[\]: expected numbers at hand, found an example, which has no numbers of its own, inside vmap; return it instead$/,
    )
    expect(() => vmap((x: Scalar) => mul(x, _item(mul(x, 2))))(ones([2]))).toThrow(
      'found one that depends on an example, which has no numbers of its own, inside vmap; return it instead',
    )
    const inCompile = compile((xs: Tensor<readonly [2]>) => vmap((x: Scalar) => mul(x, _item(x)))(xs))
    expect(() => inCompile(ones([2]))).toThrow('inside vmap')
  })

  it('says whose an example was that outlived it', () => {
    const kept: Scalar[] = []
    vmap((x: Scalar) => (kept.push(x), x))(ones([2]))
    expect(() => _item(kept[0]!)).toThrow(
      'expected numbers at hand, found an example, which has no numbers of its own, left over from vmap; return it instead',
    )
  })
})
