/** @file The laws of what lies under the operations: trees, keys, shapes, windows, fp-ts instances. */
import fc from 'fast-check'
import { key } from '../../src/core/Key.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { getRing, getSumMonoid } from '../../src/ops/instances.ts'
import { uniform } from '../../src/ops/random.ts'
import { getEq } from '../../src/runtime/instances.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'
import { broadcasting, shape } from '../framework/arbitraries/shape.ts'
import { trees } from '../framework/arbitraries/tree.ts'
import { convAxis } from '../arbitraries/window.ts'
import * as structure from '../equations/structure.ts'
import { eqLaws, monoidLaws, ringLaws } from '../kinds/instances.ts'
import type { Law } from '../framework/Law.ts'
import { direction, seeds } from '../framework/Operation.ts'
import { law } from '../framework/property.ts'
import { treeLaws } from '../kinds/tree.ts'

const keys = seeds.map((seed) => key(seed))
const counts = fc.integer({ min: 1, max: 6 })

/** Keys: determinism and independence of children. */
export const keyLaws: readonly Law[] = [
  law('keys: the same key gives the same numbers', seeds, (seed) =>
    structure.sameKeySameNumbers(uniform([3]), () => key(seed)),
  ),
  law('keys: children differ', fc.tuple(keys, counts), ([parent, count]) => structure.childrenDiffer(parent, count)),
  law('keys: split is stable', fc.tuple(keys, counts, counts), ([parent, few, more]) =>
    structure.splitIsStable(parent, few, more),
  ),
  law(
    'keys: foldIn separates integers',
    fc.tuple(keys, fc.array(fc.nat({ max: 2 ** 24 }), { maxLength: 6 })),
    ([k, all]) => structure.foldInSeparates(k, all),
  ),
  law('keys: children draw apart', fc.tuple(keys, counts), ([parent, count]) =>
    structure.childrenDrawApart(parent, count),
  ),
]

const three = broadcasting(3).map(({ shapes: [a = [], b = [], c = []] }) => [a, b, c] as const)

/** Shapes: size and broadcasting. */
export const shapeLaws: readonly Law[] = [
  law('shapes: size is multiplicative', fc.tuple(shape(), shape()), ([a, b]) => structure.sizeIsMultiplicative(a, b)),
  law('shapes: broadcasting commutes', three, ([a, b]) => structure.broadcastCommutativity(a, b)),
  law('shapes: broadcasting is associative', three, ([a, b, c]) => structure.broadcastAssociativity(a, b, c)),
  law('shapes: broadcasting has a unit', three, ([a]) => structure.broadcastUnit(a)),
]

/** Windows: the geometry that convolutions and pools share. */
export const slidingLaws: readonly Law[] = [
  law('windows: every output is a window position', convAxis, structure.everyOutputIsAPosition),
  law('windows: the last window starts inside', convAxis, structure.lastWindowStartsInside),
  law('windows: ceil mode adds at most one window', convAxis, structure.ceilAddsAtMostOne),
  law('windows: same padding is the least', convAxis, structure.samePaddingIsLeast),
]

const tensors = seeds.map((seed): Tensor => direction([3], seed, 0))

/** Instances of tensors. */
export const instanceLaws: readonly Law[] = [
  ...eqLaws('getEq', getEq(referenceRuntime), tensors),
  ...monoidLaws('getSumMonoid', getSumMonoid([3]), tensors as fc.Arbitrary<Tensor<readonly [3]>>),
  ...ringLaws('getRing', getRing([3]), tensors as fc.Arbitrary<Tensor<readonly [3]>>),
]

/** Trees: of any form, with keys. */
export const ofTrees: readonly Law[] = treeLaws('trees', trees({ keys: true }) as fc.Arbitrary<never>)
