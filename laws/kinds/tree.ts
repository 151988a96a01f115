/** @file The laws of trees, for records and tuples of tensors of one's own; equations in `equations/structure.ts`. */
import type fc from 'fast-check'
import type { Tensor } from '../../src/core/Tensor.ts'
import type { Tree } from '../../src/core/Tree.ts'
import { paths } from '../../src/core/Tree.ts'
import { mul } from '../../src/ops/mul.ts'
import { neg } from '../../src/ops/neg.ts'
import {
  distinctPaths,
  mapComposition,
  mapIdentity,
  rebuildLeaves,
  zipWithProjections,
} from '../equations/structure.ts'
import type { Law } from '../framework/Law.ts'
import { law } from '../framework/property.ts'

const double = (t: Tensor): Tensor => mul(t, 2)
const negated = (t: Tensor): Tensor => neg(t)

/**
 * The laws of the trees that an arbitrary draws: `Tree.map` is a functor, `Tree.zipWith` keeps the form, a tree is its
 * form and its leaves, and each tensor has a path of its own.
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
