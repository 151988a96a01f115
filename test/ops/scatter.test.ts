import { grad, mul, scatter, scatterNd, sum, tensor, vjp, vmap, zeros } from 'cotangent'
import type { ScatterMode, Tensor } from 'cotangent'
import { composites, identities, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../float64.ts'
import { holds } from '../holds.ts'

const x = tensor([1, 2, 3], [3])
const indices = tensor([0, 2, 0, -2, 2, 0], [6])
const updates = tensor([5, 0, 7, -1, 0, 7], [6])
const weights = tensor([1, 10, 100], [3])

describe('scatter', () => {
  holds(
    ...(['scatter', 'scatter, add', 'scatter, mul', 'scatter, min', 'scatter, max'] as const).flatMap((name) => [
      laws.operation(composites[name]),
      identities[name],
    ]),
  )

  it.each<readonly [ScatterMode, readonly number[], readonly number[], readonly number[]]>([
    ['replace', [7, -1, 0], [0, 0, 0], [0, 0, 0, 10, 100, 1]],
    ['add', [20, 1, 3], [1, 10, 100], [1, 100, 1, 10, 100, 1]],
    ['mul', [245, -2, 0], [245, -10, 0], [49, 0, 35, 20, 0, 35]],
    ['min', [1, -1, 0], [1, 0, 0], [0, 50, 0, 10, 50, 0]],
    ['max', [7, 2, 3], [0, 10, 100], [0, 0, 0.5, 0, 0, 0.5]],
  ])('in mode %s joins entries and updates, and hands out the cotangent', (mode, y, ofEntries, ofUpdates) => {
    const f = scatter({ axis: 0, mode })
    expect(toNested(f(x, indices, updates))).toEqual(y)
    const weigh = (t: Tensor) => sum()(mul(t, weights))
    expect([...toArray(grad((v: Tensor) => weigh(f(v, indices, updates)))(x))]).toEqual(ofEntries)
    expect([...toArray(grad((v: Tensor) => weigh(f(x, indices, v)))(updates))]).toEqual(ofUpdates)
  })

  it('replaces by default', () => {
    expect(toNested(scatter({ axis: 0 })(x, indices, updates))).toEqual([7, -1, 0])
  })

  it('gives a factor the product of the others where one of them is 0', () => {
    const [, pullback] = vjp((u: Tensor) => scatter({ axis: 0, mode: 'mul' })(x, zeros([3]), u))(tensor([0, 2, 5], [3]))
    expect([...toArray(pullback(tensor([1, 1, 1], [3])))]).toEqual([10, 0, 0])
  })

  it('lets NaN win, and what is infinite stay in its entry', () => {
    const at = tensor([0, 0, 1], [3])
    const joined = (u: readonly number[], mode: ScatterMode) =>
      toNested(scatter({ axis: 0, mode })(x, at, tensor(u, [3])))
    expect(joined([NaN, 9, 9], 'max')).toEqual([NaN, 9, 3])
    expect(joined([9, NaN, -9], 'min')).toEqual([NaN, -9, 3])
    expect(joined([Infinity, 4, 5], 'replace')).toEqual([4, 5, 3])
    expect(joined([Infinity, 4, 5], 'mul')).toEqual([Infinity, 10, 3])
    expect(joined([Infinity, 4, 5], 'min')).toEqual([1, 2, 3])
    expect(toNested(scatter({ axis: 0 })(tensor([Infinity, -Infinity], [2]), zeros([1]), zeros([1])))).toEqual([
      0,
      -Infinity,
    ])
  })

  it('covers the first entries of the other axes, as many as the indices have', () => {
    const rows = tensor([1, 2, 3, 4, 5, 6], [2, 3])
    expect(toNested(scatter({ axis: 1 })(rows, tensor([2, 2], [1, 2]), tensor([8, 9], [1, 2])))).toEqual([
      [1, 2, 9],
      [4, 5, 6],
    ])
    expect(toNested(scatter({ axis: 0 })(rows, tensor([1], [1, 1]), tensor([9], [1, 1])))).toEqual([
      [1, 2, 3],
      [9, 5, 6],
    ])
    expect(scatter({ axis: 0 })(rows, zeros([0, 3]), zeros([0, 3]))).toBe(rows)
  })

  it('is mapped over a batch', () => {
    const one = (u: Tensor) => scatter({ axis: 0, mode: 'max' })(x, tensor([0, 0], [2]), u)
    expect(toNested(vmap(one)(tensor([4, 5, -1, -2], [2, 2])))).toEqual([
      [5, 2, 3],
      [1, 2, 3],
    ])
  })

  it('refuses shapes that do not fit, other options, and indices outside', () => {
    expect(() => scatter({ axis: 0 })(x, zeros([2]), zeros([1]))).toThrow(
      "Cannot scatter [3], [2] and [1]: expected indices and updates of one shape, with the tensor's lengths or less except along axis 0, found [2] and [1]",
    )
    expect(() => scatter({ axis: 0 })(zeros([2, 2]), zeros([1, 3]), zeros([1, 3]))).toThrow('lengths or less')
    expect(() => scatter({ axis: 0, mode: 'mean' as never })).not.toThrow()
    expect(() => scatter({ axis: 0, mode: 'mean' as never })(x, zeros([1]), zeros([1]))).toThrow(
      "expected mode to be one of replace, add, mul, min, max, found 'mean'",
    )
    expect(() => scatter({ axis: 0, reduce: 'add' } as never)(x, zeros([1]), zeros([1]))).toThrow("'reduce'")
    for (const mode of ['replace', 'add', 'mul', 'min', 'max'] as const) {
      expect(() => toArray(scatter({ axis: 0, mode })(x, tensor([3], [1]), zeros([1])))).toThrow(
        'Cannot scatter [1]: expected an index from -3 to 2, found 3',
      )
    }
  })
})

describe('scatterNd', () => {
  holds(laws.operation(composites.scatterNd))

  it('puts numbers and whole slices, the last of equals where they replace', () => {
    const y = zeros([2, 3])
    const pairs = tensor([0, 1, 1, -1, 0, 1], [3, 2])
    expect(toNested(scatterNd()(y, pairs, tensor([4, 5, 6], [3])))).toEqual([
      [0, 6, 0],
      [0, 0, 5],
    ])
    expect(toNested(scatterNd({ mode: 'add' })(y, pairs, tensor([4, 5, 6], [3])))).toEqual([
      [0, 10, 0],
      [0, 0, 5],
    ])
    expect(toNested(scatterNd()(y, tensor([1], [1]), tensor([7, 8, 9], [3])))).toEqual([
      [0, 0, 0],
      [7, 8, 9],
    ])
  })

  it('checks each index against its own axis', () => {
    expect(() => toArray(scatterNd()(zeros([2, 3]), tensor([0, 3], [1, 2]), zeros([1])))).toThrow(
      'Cannot scatter [1]: expected an index from -3 to 2, found 3',
    )
    expect(() => toArray(scatterNd()(zeros([2, 3]), tensor([0.5, 0], [1, 2]), zeros([1])))).toThrow('0.5')
    expect(() => scatterNd()(zeros([2]), zeros([1, 2]), zeros([1]))).toThrow(
      'expected indices [..., k] that name 1 to 1 axes, and updates [..., rest], of the lengths [] of the others, found [1, 2] and [1]',
    )
  })
})
