import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import {
  decodeSafetensors,
  encodeSafetensors,
  loadTree,
  saveTree,
  treeFromTensors,
} from '../../src/checkpoint/index.ts'
import { key, split } from '../../src/core/Key.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { tensor } from '../../src/core/Tensor.ts'
import * as Tree from '../../src/core/Tree.ts'
import { uniform } from '../../src/ops/random.ts'
import { toArray } from '../../src/runtime/index.ts'

type AnyTree = Tensor | readonly AnyTree[] | { readonly [name: string]: AnyTree }

const anyLeaf: fc.Arbitrary<Tensor> = fc
  .tuple(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }), fc.nat())
  .map(([shape, seed]) => uniform(shape)(key(seed)))

const { tree: anyTree } = fc.letrec<{ tree: AnyTree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    anyLeaf,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z]\w{0,5}$/), tie('tree'), { maxKeys: 3 }),
  ),
}))

const numbers = (tree: AnyTree) => Tree.leaves(tree).map((t) => [t.shape, Array.from(toArray(t))])

describe('saveTree', () => {
  it('is undone by loadTree', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const loaded = loadTree(tree as Tensor)(saveTree(tree as Tensor))
        expect(E.isRight(loaded) && numbers(loaded.right)).toEqual(numbers(tree))
      }),
    )
  })

  it('names tensors by their paths and keeps the metadata', () => {
    const tree = { conv1: { weight: tensor([1, 2], [2]) }, rest: [tensor([3], [1])] }
    const file = decodeSafetensors(saveTree(tree, { metadata: new Map([['epoch', '3']]) }))
    expect(E.isRight(file) && [...file.right.tensors.keys()]).toEqual(['conv1.weight', 'rest.0'])
    expect(E.isRight(file) && file.right.metadata).toEqual(new Map([['epoch', '3']]))
  })

  it('writes float32 when told', () => {
    const file = decodeSafetensors(saveTree({ w: tensor([0.1], [1]) }, { precision: 'F32' }))
    expect(E.isRight(file) && file.right.tensors.get('w')).toEqual({
      dtype: 'F32',
      shape: [1],
      data: Float32Array.of(0.1),
    })
  })

  it('keeps keys, so that a run can go on where it stopped', () => {
    const state = { key: split(key(5))[0], weight: tensor([1], [1]) }
    const loaded = loadTree({ key: key(0), weight: tensor([0], [1]) })(saveTree(state))
    const draw = (from: typeof state) => Array.from(toArray(uniform([3])(from.key)))
    expect(E.isRight(loaded) && draw(loaded.right)).toEqual(draw(state))
  })

  it('refuses two leaves with one path', () => {
    const tree = { a: { b: tensor([1], [1]) }, 'a.b': tensor([2], [1]) }
    expect(() => saveTree(tree)).toThrow('expected leaves of different paths, found two of the same path')
  })
})

describe('loadTree', () => {
  const saved = saveTree({ a: tensor([1, 2], [2]), b: { c: tensor([3], [1]) }, d: tensor(4, []) })

  it('reports every missing, unexpected and misshapen tensor at once', () => {
    const template = { a: tensor([0, 0], [1, 2]), b: { c: tensor([0], [1]), e: tensor([0], [1]) } }
    expect(loadTree(template)(saved)).toEqual(
      E.left({
        _tag: 'TreeMismatch',
        missing: [{ name: 'b.e', shape: [1] }],
        unexpected: [{ name: 'd', shape: [] }],
        misshapen: [{ name: 'a', expected: [1, 2], found: [2] }],
      }),
    )
  })

  it('takes only names and shapes from the template', () => {
    const zero = tensor([0], [1])
    const loaded = loadTree({ a: uniform([2])(key(1)), b: { c: zero }, d: tensor(0, []) })(saved)
    expect(E.isRight(loaded) && Array.from(toArray(loaded.right.a))).toEqual([1, 2])
    expect(Array.from(toArray(zero))).toEqual([0])
  })

  it('takes 64-bit integers that are exact and rejects those that are not', () => {
    const file = (value: bigint) =>
      encodeSafetensors({
        tensors: new Map([['step', { dtype: 'I64', shape: [1], data: BigInt64Array.of(value) } as const]]),
        metadata: new Map(),
      })
    const template = { step: tensor([0], [1]) }
    const loaded = loadTree(template)(file(-7n))
    expect(E.isRight(loaded) && Array.from(toArray(loaded.right.step))).toEqual([-7])
    expect(loadTree(template)(file(2n ** 53n + 1n))).toEqual(
      E.left({ _tag: 'InexactInteger', name: 'step', index: 0, value: 2n ** 53n + 1n }),
    )
  })

  it('rejects a damaged file', () => {
    expect(loadTree({ a: tensor([0], [1]) })(saved.subarray(0, 30))).toMatchObject({ left: { _tag: 'Truncated' } })
  })
})

describe('what is no tree, or no metadata', () => {
  it('is refused by saveTree', () => {
    const knot: Record<string, unknown> = { weight: tensor([1], [1]) }
    knot['self'] = [knot]
    expect(() => saveTree(knot as never)).toThrow('expected a tree, which ends, found a part that contains itself')
    const shared = { weight: tensor([1], [1]) }
    expect(E.isRight(decodeSafetensors(saveTree({ a: shared, b: shared })))).toBe(true)
    expect(() => saveTree(shared, { metadata: { epoch: '3' } as never })).toThrow(
      "expected 'metadata' to be a Map of texts, found an object",
    )
    expect(() => encodeSafetensors({ tensors: new Map(), metadata: null as never })).toThrow('found null')
  })
})

describe('treeFromTensors', () => {
  it('refuses data that do not fill their shape', () => {
    const entry = { dtype: 'F32', shape: [3], data: Float32Array.of(1) } as const
    expect(() => treeFromTensors({ weight: tensor([1, 2, 3], [3]) })(new Map([['weight', entry]]))).toThrow(
      'Cannot take weight: expected 3 numbers, found 1',
    )
  })
})
