/**
 * @file Trees are paired by name: no transform, optimizer or codec depends on the order in which the keys of a record
 * were written.
 *
 *     through(x, u)  =  through(permuted x, otherwise permuted u)        by name
 *
 * A tree that is paired with another is refused if their structures differ: one entry less, one more, or one of another
 * name or kind.
 */
import fc from 'fast-check'
import type { Runtime } from '../../src/compile/Runtime.ts'
import { leaf } from '../../src/core/Tensor.ts'
import { TensorError } from '../../src/core/TensorError.ts'
import { leaves, rebuild } from '../../src/core/Tree.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'
import type { NamedForm } from '../framework/arbitraries/named.ts'
import { namedForms, namedTree, permuted, unlike } from '../framework/arbitraries/named.ts'
import type { AnyTree } from '../framework/arbitraries/tree.ts'
import type { Equation, Side } from '../framework/Equation.ts'
import type { Law } from '../framework/Law.ts'
import { seeds, streamOf } from '../framework/Operation.ts'
import { law } from '../framework/property.ts'

type Trees = readonly AnyTree[]

/** A function of trees of one structure, with their keys in any order. */
export type Through = (...trees: Trees) => Side

/** How `laws.treeOrder` tests a function. */
export interface TreeOrderOptions {
  /** How many trees it takes; 1 by default. */
  readonly trees?: number
  /** Whether the second tree is paired with the first, so that another structure is refused; false by default. */
  readonly pairs?: boolean
  /** The runtime that evaluates; the reference by default. */
  readonly runtime?: Runtime
}

/** A form of trees and a seed for the rest. */
export interface TreeSample {
  readonly form: NamedForm
  readonly seed: number
}

export const treeSamples: fc.Arbitrary<TreeSample> = fc.record({ form: namedForms, seed: seeds })

/** Trees of a sample. */
export const treesOf = ({ form, seed }: TreeSample, count: number): Trees =>
  Array.from({ length: count }, (_, k) => namedTree(form, streamOf(seed, k)))

/** The same trees, their keys in other orders. */
export const othersOf = (trees: Trees, seed: number): Trees =>
  trees.map((tree, k) => permuted(tree, streamOf(seed, 20 + k)))

const isTree = (side: unknown): side is object => typeof side === 'object' && side !== null

/** The same side with expressions replaced by the numbers that a runtime computes. */
const evaluated = (side: Side, runtime: Runtime): Side => {
  if (!isTree(side)) return side
  const all = leaves(side)
  const values = runtime.evaluate(all)
  return rebuild(
    side,
    all.map(({ shape }, k) => leaf(new Float64Array(values[k] ?? []), shape)),
  )
}

/** The tolerance for sums in another order. */
export const reordering = ({ backend }: Runtime): number => (backend.bytesPerNumber === 8 ? 1e-11 : 1e-4)

const isRefused = (run: () => unknown): string => {
  try {
    run()
    return 'accepted'
  } catch (error) {
    return error instanceof TensorError ? 'refused' : `thrown: ${String(error)}`
  }
}

/**
 * The laws that a function pairs trees by name: the order in which the keys of their records were written changes
 * nothing and, if two trees are paired, a tree of another structure is refused.
 *
 * @example
 * ```ts
 * import { add, Tree } from 'cotangent'
 * import { laws } from 'cotangent/laws'
 *
 * const sums = laws.treeOrder('sum of two', (a, b) => Tree.zipWith((x, y) => add(x, y))(a as never, b as never), {
 *   trees: 2,
 *   pairs: true,
 * })
 * sums.filter((law) => law.run({ runs: 10 })._tag !== 'passed') // => []
 * ```
 */
export const treeOrderLaws = (
  name: string,
  through: Through,
  { trees: count = 1, pairs = false, runtime = referenceRuntime }: TreeOrderOptions = {},
): readonly Law[] => {
  const compute = (trees: Trees): Side => evaluated(through(...trees), runtime)
  return [
    law(`${name} on ${runtime.name}: the order of keys changes nothing`, treeSamples, (sample): Equation => {
      const trees = treesOf(sample, count)
      return {
        left: compute(othersOf(trees, sample.seed)),
        right: compute(trees),
        tolerance: reordering(runtime),
      }
    }),
    ...(pairs
      ? [
          law(`${name} on ${runtime.name}: a tree of another form is refused`, treeSamples, (sample): Equation => {
            const [first, second, ...more] = treesOf(sample, count)
            const bad = second === undefined ? [] : unlike(second)
            const tries = bad.map((changed) => isRefused(() => compute([first as AnyTree, changed, ...more])))
            return { left: tries, right: bad.map(() => 'refused') }
          }),
        ]
      : []),
  ]
}
