import { Tree, add, key, mul, ones, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { ofTrees } from '../../laws/catalog/structures.ts'
import { checkTree, leaves, rebuild } from '../../src/core/Tree.ts'
import { toNested } from '../float64.ts'
import { holds } from '../holds.ts'

const tree = {
  conv: { weight: tensor([1, 2], [2]), bias: tensor(3, []) },
  key: key(7),
  rest: [tensor([4], [1]), { deep: tensor([5], [1]) }],
} as const

holds(ofTrees)

describe('map', () => {
  it('reaches every tensor with its path, and keeps keys', () => {
    const seen: string[] = []
    const doubled = Tree.map((t, path) => {
      seen.push(path)
      return mul(t, 2)
    })(tree)
    expect(seen).toEqual(['conv.weight', 'conv.bias', 'rest.0', 'rest.1.deep'])
    expect(toNested(doubled.conv.weight)).toEqual([2, 4])
    expect(toNested(doubled.rest[1].deep)).toEqual([10])
    expect(doubled.key).toBe(tree.key)
  })

  it('takes a record without a prototype for one', () => {
    const bare = Object.assign(Object.create(null) as object, { a: tensor([1], [1]) })
    expect(toNested(Tree.map((t) => add(t, 1))(bare).a)).toEqual([2])
  })

  it('tells in data what it refused', () => {
    expect(() => Tree.map((t) => t)({ a: 1 } as never)).toThrow(
      expect.objectContaining({ operation: 'walk', shapes: [] }),
    )
  })

  it('takes a tensor for a tree', () => {
    expect(toNested(Tree.map((t) => add(t, 1))(tensor([1], [1])))).toEqual([2])
  })

  it.each<readonly [string, unknown, string]>([
    ['a number', { a: 1 }, "Cannot walk a tree: expected a tensor or a key at 'a', found a number"],
    ['a function', [() => 1], "Cannot walk a tree: expected a tensor or a key at '0', found a function"],
    ['null', null, 'Cannot walk a tree: expected a tensor or a key at the root, found null'],
    ['a date', { at: new Date(0) }, "Cannot walk a tree: expected a tensor or a key at 'at', found an object"],
  ])('refuses %s', (_, bad, message) => {
    expect(() => Tree.map((t) => t)(bad as never)).toThrow(message)
  })
})

describe('zipWith', () => {
  it('combines tensors pair by pair, whatever the order of names', () => {
    const sum = Tree.zipWith((a, b): Tensor => add(a, b))(
      { a: tensor([1], [1]), b: tensor([2], [1]) },
      { b: tensor([20], [1]), a: tensor([10], [1]) },
    )
    expect([toNested(sum.a), toNested(sum.b)]).toEqual([[11], [22]])
  })

  it.each<readonly [string, unknown, unknown, string]>([
    [
      'other names',
      { a: tensor([1], [1]) },
      { b: tensor([1], [1]) },
      "expected a tensor at 'a' of the second tree, found nothing",
    ],
    [
      'more entries',
      [tensor([1], [1])],
      [tensor([1], [1]), tensor([1], [1])],
      "expected nothing at '1' of the second tree, found a tensor",
    ],
    ['a number for a tree', { a: 1 }, { a: tensor([1], [1]) }, "expected a tensor or a key at 'a', found a number"],
    ['a number for a record', { a: {} }, { a: 1 }, "expected a record at 'a' of the second tree, found a number"],
    [
      'a record for a tensor',
      { a: tensor([1], [1]) },
      { a: {} },
      "expected a tensor at 'a' of the second tree, found a record",
    ],
    [
      'a tensor for a record',
      { a: {} },
      { a: tensor([1], [1]) },
      "expected a record at 'a' of the second tree, found a tensor",
    ],
    [
      'a list for a record',
      { 0: tensor([1], [1]) },
      [tensor([1], [1])],
      'expected a record at the root of the second tree, found a list',
    ],
    [
      'a key for a tensor',
      { a: tensor([1], [1]) },
      { a: key(1) },
      "expected a tensor at 'a' of the second tree, found a key",
    ],
    [
      'a tensor for a key',
      { a: key(1) },
      { a: tensor([1], [1]) },
      "expected a key at 'a' of the second tree, found a tensor",
    ],
    [
      'an entry more, deeper',
      { a: { b: tensor([1], [1]) } },
      { a: { b: tensor([1], [1]), c: tensor([1], [1]) } },
      "expected nothing at 'a.c' of the second tree, found a tensor",
    ],
  ])('refuses %s', (_, a, b, message) => {
    expect(() => Tree.zipWith((left) => left)(a as never, b as never)).toThrow(message)
    expect(() => Tree.zipWith((left) => left)(a as never, b as never)).toThrow(/^Cannot (zip two trees|walk a tree): /)
  })

  it.each<readonly [string, unknown, unknown]>([
    ['other names', { a: tensor([1], [1]) }, { b: tensor([1], [1]) }],
    ['other lengths', [tensor([1], [1])], []],
  ])('tells in data what it refused: %s', (_, a, b) => {
    expect(() => Tree.zipWith((left) => left)(a as never, b as never)).toThrow(
      expect.objectContaining({ operation: 'zip', shapes: [] }),
    )
  })
})

describe('reduce', () => {
  it('combines in the order of the tree', () => {
    const told = Tree.reduce('', (text: string, t: Tensor, path: string) => `${text}${path}:${String(t.shape.length)} `)
    expect(told(tree)).toBe('conv.weight:1 conv.bias:0 rest.0:1 rest.1.deep:1 ')
  })
})

describe('leavesLike', () => {
  const [one, two] = [tensor([1], [1]), tensor([2], [1])]

  it('finds leaves by name', () => {
    expect(Tree.leavesLike({ a: one, b: [two] }, { b: [two], a: one })).toEqual([one, two])
  })

  it('keeps paths apart that read the same', () => {
    const laid = Tree.leavesLike({ 'a.b': one, a: { b: two } }, { a: { b: two }, 'a.b': one })
    expect(laid[0]).toBe(one)
    expect(laid[1]).toBe(two)
  })

  it('takes names that all objects have for names', () => {
    const named = (first: string, second: string, t: Tensor, s: Tensor) =>
      Object.fromEntries([
        [first, t],
        [second, s],
      ])
    const laid = Tree.leavesLike(named('__proto__', 'toString', one, two), named('toString', '__proto__', two, one))
    expect(laid[0]).toBe(one)
    expect(laid[1]).toBe(two)
    expect(() => Tree.leavesLike({ toString: one }, {})).toThrow(
      "expected a tensor at 'toString' of the second tree, found nothing",
    )
  })

  it('asks for shapes where it is told to', () => {
    const form = { a: { b: one } }
    expect(Tree.leavesLike(form, { a: { b: tensor([1, 2], [2]) } })).toHaveLength(1)
    expect(() => Tree.leavesLike(form, { a: { b: tensor([1, 2], [2]) } }, { shaped: true, name: 'it' })).toThrow(
      "Cannot pair two trees: expected shape [1] at 'a.b' of it, found [2]",
    )
  })
})

describe('leaves and rebuild', () => {
  it('count the words of keys', () => {
    expect(leaves(tree).map(({ shape }) => shape)).toEqual([[2], [], [4], [1], [1]])
  })

  it('refuse too few leaves', () => {
    expect(() => rebuild(tree, leaves(tree).slice(0, 3))).toThrow(
      "Cannot rebuild a tree: expected a leaf for 'rest.0', found none that is left",
    )
  })
})

describe('checkTree', () => {
  it('gives back the tree that it is given', () => {
    const tree = { weight: ones([2]), deeper: [{ seed: key(1) }] }
    expect(checkTree(tree)).toBe(tree)
  })

  it('refuses a leaf that is neither a tensor nor a key, at its path', () => {
    expect(() => checkTree({ fc: { weight: ones([2]), width: 3 } })).toThrow(
      "Cannot walk a tree: expected a tensor or a key at 'fc.width', found a number",
    )
  })
})
