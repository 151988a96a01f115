/** @file Trees go by name, whatever the order of their keys: transforms, optimizers, training, checkpoints, on two backends. */
import { isTensor, makeRuntime, referenceRuntime, tensor, Tree, wasmBackend } from 'cotangent'
import type { Tensor } from 'cotangent'
import { laws, permuted } from 'cotangent/laws'
import { afterAll, describe, expect, it } from 'vitest'
import { catalog } from '../../../laws/catalog/index.ts'
import { checkLaw } from '../../../laws/framework/Law.ts'
import { unlike } from '../../../laws/framework/arbitraries/named.ts'
import { few } from '../../samples.ts'
import { seed } from '../../seed.ts'

const wasm = makeRuntime(wasmBackend({ threads: 1 }))
afterAll(wasm.close)

describe.each([
  ['reference', referenceRuntime],
  ['wasm', wasm],
] as const)('trees by name on %s', (_, runtime) => {
  it.each((catalog(runtime)['treeOrder'] ?? []).map((law) => [law.name, law] as const))('%s', (_name, law) => {
    checkLaw(law, { runs: few(5), seed: seed(), file: 'test/laws/kinds/treeOrder.test.ts' })
  })
})

const failing = (through: (a: never, b: never) => unknown): readonly string[] =>
  laws
    .treeOrder('it', through as never, { trees: 2, pairs: true })
    .flatMap((law) => (law.run({ runs: 20, seed: seed() })._tag === 'passed' ? [] : [law.name]))

const byPosition = (a: never, b: never): readonly Tensor[] => {
  const others = Tree.leaves(b)
  return Tree.leaves(a).flatMap((t, k) => [t, ...others.slice(k, k + 1)])
}

describe('laws.treeOrder', () => {
  it('sees trees that are paired by position', () => {
    expect(failing(byPosition)).toEqual([
      'it on reference: the order of keys changes nothing',
      'it on reference: a tree of another form is refused',
    ])
  })

  it('accepts trees that are paired by name', () => {
    expect(failing((a, b) => Tree.zipWith((x: Tensor) => x)<Tensor>(a, b))).toEqual([])
  })
})

describe('permuted', () => {
  it('changes the order of keys and nothing else', () => {
    const tree = { a: tensor(1, []), b: { c: tensor(2, []), d: tensor(3, []) } }
    const other = permuted(tree, 3) as typeof tree
    expect(Object.keys(other)).toEqual(['b', 'a'])
    expect(Object.keys(other.b)).toEqual(['d', 'c'])
    expect(other.b.c).toBe(tree.b.c)
  })
})

describe('unlike', () => {
  it('gives trees of other forms', () => {
    const tree = { a: { b: tensor(1, []) }, c: [tensor(2, [])] }
    const forms = unlike(tree).map((other) =>
      isTensor(other) ? 'a tensor' : Tree.paths(other as never).map(([path]) => path),
    )
    expect(forms).toContainEqual(['c.0'])
    expect(forms).toContainEqual(['a.b', 'c.0', 'surplus'])
    expect(forms).toContainEqual(['renamed.b', 'c.0'])
    expect(forms).toContainEqual(['a.b.inside', 'c.0'])
  })
})
