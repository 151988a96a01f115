/**
 * @file The laws of trees, for your own records and tuples of tensors:
 *
 *     map identity is identity                   map (g . f) = map g . map f
 *     zipWith keeps the form                     rebuild of the leaves is identity
 *     paths are distinct
 */
import type fc from 'fast-check'
import type { Tensor } from '../../src/core/Tensor.ts'
import type { Tree } from '../../src/core/Tree.ts'
import { leaves, map, paths, rebuild, zipWith } from '../../src/core/Tree.ts'
import { mul } from '../../src/ops/mul.ts'
import { neg } from '../../src/ops/neg.ts'
import type { Equation } from '../framework/Equation.ts'
import type { Law } from '../framework/Law.ts'
import { law } from '../framework/property.ts'

type OnTensor = (t: Tensor) => Tensor

/** map identity = identity. */
export const mapIdentity = <T>(tree: T & Tree<T>): Equation => ({ left: map((t) => t)<T>(tree), right: tree })

/** map (g . f) = map g . map f. */
export const mapComposition = <T>(f: OnTensor, g: OnTensor, tree: T & Tree<T>): Equation => ({
  left: map((t) => g(f(t)))<T>(tree),
  right: map(g)<T>(map(f)<T>(tree) as T & Tree<T>),
})

/** zipWith keeps the structure: taking the first of each pair gives the first tree, the second the second. */
export const zipWithProjections = <T>(a: T & Tree<T>, b: T): Equation => ({
  left: [zipWith((left) => left)<T>(a, b), zipWith((_, right) => right)<T>(a, b)],
  right: [a, b],
})

/** rebuild (leaves) = identity. */
export const rebuildLeaves = <T>(tree: T): Equation => ({ left: rebuild(tree, leaves(tree)), right: tree })

/** Paths are distinct, and there is one for each tensor. */
export const distinctPaths = <T>(tree: T & Tree<T>, tensors: number): Equation => ({
  left: new Set(paths<T>(tree).map(([path]) => path)).size,
  right: tensors,
})

const double = (t: Tensor): Tensor => mul(t, 2)

const negated = (t: Tensor): Tensor => neg(t)

/**
 * The laws of the trees that an arbitrary draws: `Tree.map` is a functor, `Tree.zipWith` keeps the structure, a tree is
 * determined by its structure and its leaves, and each tensor has a path of its own.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { laws } from 'cotangent/laws'
 * import fc from 'fast-check'
 *
 * const pairs = fc.float({ noNaN: true }).map((x) => ({ mean: tensor([x], [1]), spread: [tensor(1, [])] as const }))
 * laws.tree('pairs', pairs).filter((law) => law.run({ runs: 10 })._tag !== 'passed') // => []
 * ```
 */
export const treeLaws = <T>(name: string, samples: fc.Arbitrary<T & Tree<T>>): readonly Law[] => [
  law(`${name}: map identity is identity`, samples, (tree) => mapIdentity<T>(tree)),
  law(`${name}: map of a composition`, samples, (tree) => mapComposition<T>(double, negated, tree)),
  law(`${name}: zipWith keeps the form`, samples, (tree) => zipWithProjections<T>(tree, tree)),
  law(`${name}: rebuild of the leaves`, samples, (tree) => rebuildLeaves(tree)),
  law(`${name}: paths are distinct`, samples, (tree) => distinctPaths<T>(tree, paths<T>(tree).length)),
]
