/**
 * @file Trees: nested records and lists of small tensors, and sometimes a key. A tree is made from a form, which
 * shrinks, and a seed.
 */
import fc from 'fast-check'
import { key } from '../../../src/core/Key.ts'
import type { Shape } from '../../../src/core/Shape.ts'
import { sizeOf } from '../../../src/core/Shape.ts'
import type { Tensor } from '../../../src/core/Tensor.ts'
import { leaf } from '../../../src/core/Tensor.ts'
import type { Domain } from './Domain.ts'
import { domains } from './Domain.ts'
import { randomOf } from './random.ts'
import { shape } from './shape.ts'

/** What a tree is made of. */
export type TreeForm =
  | { readonly _tag: 'tensor'; readonly shape: Shape }
  | { readonly _tag: 'key' }
  | { readonly _tag: 'list'; readonly entries: readonly TreeForm[] }
  | { readonly _tag: 'record'; readonly entries: readonly TreeForm[] }

/** A tree of any structure. */
export type AnyTree = Tensor | { readonly [name: string]: AnyTree } | readonly AnyTree[]

/** Which trees to draw. */
export interface TreeOptions {
  /** Whether a leaf may be a key; false by default. */
  readonly keys?: boolean
}

const tensorForm = shape({ maxRank: 2, empty: false }).map((drawn): TreeForm => ({ _tag: 'tensor', shape: drawn }))

const formOfDepth = (depth: number, keys: boolean): fc.Arbitrary<TreeForm> => {
  const leaves = keys ? [tensorForm, fc.constant<TreeForm>({ _tag: 'key' })] : [tensorForm]
  if (depth === 0) return fc.oneof(...leaves)
  const entries = fc.array(formOfDepth(depth - 1, keys), { minLength: 1, maxLength: 3 })
  return fc.oneof(
    ...leaves,
    entries.map((all): TreeForm => ({ _tag: 'list', entries: all })),
    entries.map((all): TreeForm => ({ _tag: 'record', entries: all })),
  )
}

const names = ['weight', 'bias', 'scale']

/**
 * The tree of a form, its entries drawn by a seed.
 *
 * @example
 * ```ts
 * import { treeOf } from 'cotangent/laws'
 *
 * const pair = treeOf({ _tag: 'list', entries: [{ _tag: 'tensor', shape: [2] }, { _tag: 'tensor', shape: [] }] }, 7)
 * Array.isArray(pair) // => true
 * ```
 */
export const treeOf = (form: TreeForm, seed: number, domain: Domain = domains.real): AnyTree => {
  const random = randomOf(seed)
  const make = (at: TreeForm): unknown => {
    switch (at._tag) {
      case 'tensor':
        return leaf(domain.draw(sizeOf(at.shape), random), at.shape)
      case 'key':
        return key(random.below(2 ** 31))
      case 'list':
        return at.entries.map(make)
      case 'record':
        return Object.fromEntries(at.entries.map((entry, k) => [names[k] ?? `entry${String(k)}`, make(entry)]))
    }
  }
  return make(form) as AnyTree
}

/**
 * Forms of trees, at most two levels deep under the root.
 *
 * @example
 * ```ts
 * import { treeForms } from 'cotangent/laws'
 * import fc from 'fast-check'
 *
 * fc.sample(treeForms(), 20).every(({ _tag }) => ['tensor', 'list', 'record'].includes(_tag)) // => true
 * ```
 */
export const treeForms = ({ keys = false }: TreeOptions = {}): fc.Arbitrary<TreeForm> => formOfDepth(2, keys)

/**
 * Trees of tensors.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { trees } from 'cotangent/laws'
 *
 * fc.sample(trees(), { seed: 1, numRuns: 2 }).length // => 2
 * ```
 */
export const trees = (options: TreeOptions = {}): fc.Arbitrary<AnyTree> =>
  fc.tuple(treeForms(options), fc.nat({ max: 0x7fffffff })).map(([form, seed]) => treeOf(form, seed))
