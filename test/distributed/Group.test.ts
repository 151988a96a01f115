/** @file The group of one, and what every group refuses. */
import { key, referenceRuntime, tensor, toNested } from 'cotangent'
import { alone } from 'cotangent/distributed'
import { describe, expect, it } from 'vitest'

const tree = { a: tensor([1, 2], [2]), b: { seed: key(2 ** 40 + 1) } } as const

describe('the group of one', () => {
  it('changes nothing', () => {
    expect([alone.rank, alone.size]).toEqual([0, 1])
    for (const reduction of ['sum', 'mean', 'max', 'min'] as const) {
      const { a, b } = alone.allReduce(reduction)(tree)
      expect(toNested(a)).toEqual([1, 2])
      expect(b.seed).toBe(tree.b.seed)
    }
    const sent = alone.broadcast()(tree)
    expect(toNested(sent.a)).toEqual([1, 2])
    expect(toNested(sent.b.seed.words, referenceRuntime)).toEqual(toNested(tree.b.seed.words, referenceRuntime))
    expect(alone.allGather(tree).map(({ a }) => toNested(a))).toEqual([[1, 2]])
    alone.barrier()
  })

  it('refuses a reduction that there is not', () => {
    expect(() => alone.allReduce('prod' as never)(tree)).toThrow(
      "Cannot reduce a tree: expected a reduction among sum, mean, max, min, found 'prod'",
    )
  })

  it('refuses a root that is none of its ranks', () => {
    for (const root of [1, -1, 0.5, NaN])
      expect(() => alone.broadcast(root)(tree)).toThrow(
        `Cannot broadcast a tree: expected the rank of one of 1 process, found ${String(root)}`,
      )
  })

  it('refuses what is no tree, and two tensors of one path', () => {
    expect(() => alone.allReduce('sum')({ a: 'text' } as never)).toThrow(
      /expected a tensor or a key at 'a', found a string/,
    )
    expect(() => alone.allReduce('sum')({ 'a.b': tree.a, a: { b: tree.a } })).toThrow(
      /expected one tensor per path, found two at 'a\.b'/,
    )
  })
})
