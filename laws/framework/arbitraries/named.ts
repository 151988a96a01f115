/**
 * @file Named trees: nested records and lists of vectors of one length, so that a confused leaf has the right shape and
 * only its numbers reveal it. The names include whole numbers, which JavaScript orders itself, and names of properties
 * that all objects have.
 */
import fc from 'fast-check'
import { isTensor, leaf } from '../../../src/core/Tensor.ts'
import { domains } from './Domain.ts'
import type { Random } from './random.ts'
import { randomOf, shuffled } from './random.ts'
import type { AnyTree } from './tree.ts'

/** What a named tree is made of. */
export type NamedForm =
  | { readonly _tag: 'tensor' }
  | { readonly _tag: 'list'; readonly entries: readonly NamedForm[] }
  | { readonly _tag: 'record'; readonly entries: readonly (readonly [name: string, entry: NamedForm])[] }

const names = ['weight', 'bias', '10', '2', 'a.b', 'toString', '__proto__'] as const

const vector = fc.constant<NamedForm>({ _tag: 'tensor' })

const recordOf = (entry: fc.Arbitrary<NamedForm>): fc.Arbitrary<NamedForm> =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names), entry), { selector: ([name]) => name, minLength: 2, maxLength: 4 })
    .map((entries) => ({ _tag: 'record', entries }))

const listOf = (entry: fc.Arbitrary<NamedForm>): fc.Arbitrary<NamedForm> =>
  fc.array(entry, { minLength: 1, maxLength: 2 }).map((entries) => ({ _tag: 'list', entries }))

/** Forms of records, at most two levels deep under the root. */
export const namedForms: fc.Arbitrary<NamedForm> = recordOf(
  fc.oneof(vector, vector, recordOf(vector), listOf(fc.oneof(vector, recordOf(vector)))),
)

/** The tree of a form, its entries drawn by a seed. */
export const namedTree = (form: NamedForm, seed: number): AnyTree => {
  const random = randomOf(seed)
  const make = (at: NamedForm): unknown => {
    switch (at._tag) {
      case 'tensor':
        return leaf(domains.real.draw(2, random).map(Math.fround), [2])
      case 'list':
        return at.entries.map(make)
      case 'record':
        return Object.fromEntries(at.entries.map(([name, entry]) => [name, make(entry)]))
    }
  }
  return make(form) as AnyTree
}

/** An order of several that is not the given one. */
const otherOrder = (count: number, random: Random): readonly number[] => {
  const order = shuffled(count, random)
  return order.every((index, k) => index === k) ? order.toReversed() : order
}

/**
 * The same tree with the keys of every record in another order, as far as JavaScript allows one.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { permuted } from 'cotangent/laws'
 *
 * const tree = { weight: tensor(1, []), bias: tensor(2, []) }
 * Object.keys(permuted(tree, 7)) // => ['bias', 'weight']
 * ```
 */
export const permuted = (tree: AnyTree, seed: number): AnyTree => {
  const random = randomOf(seed)
  const go = (at: unknown): unknown => {
    if (isTensor(at) || typeof at !== 'object' || at === null) return at
    if (Array.isArray(at)) return at.map(go)
    const entries = Object.entries(at)
    return Object.fromEntries(
      otherOrder(entries.length, random).flatMap((index) =>
        entries.slice(index, index + 1).map(([name, entry]) => [name, go(entry)]),
      ),
    )
  }
  return go(tree) as AnyTree
}

type Entries = readonly (readonly [name: string, entry: AnyTree])[]

/** Trees of a slightly different structure: one entry less, one more, or one of another name or kind. */
export const unlike = (tree: AnyTree): readonly AnyTree[] => {
  if (isTensor(tree)) return [{ inside: tree }]
  const entries: Entries = Object.entries(tree)
  const again = (changed: Entries): AnyTree =>
    Array.isArray(tree) ? changed.map(([, entry]) => entry) : Object.fromEntries(changed)
  const renamed: Entries = entries.map(([name, entry], k) => [k === 0 ? 'renamed' : name, entry])
  return [
    again(entries.slice(1)),
    again([...entries, ['surplus', leaf(new Float64Array(2), [2])]]),
    ...(Array.isArray(tree) ? [Object.fromEntries(entries)] : [again(renamed)]),
    ...entries
      .slice(0, 1)
      .flatMap(([name, entry]) => unlike(entry).map((own) => again([[name, own], ...entries.slice(1)]))),
  ]
}
