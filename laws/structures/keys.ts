/**
 * @file Random keys:
 *
 *     the same key gives the same numbers        children differ from each other and from the parent, and draw apart
 *     split is stable                            foldIn separates integers
 */
import fc from 'fast-check'
import type { Key } from '../../src/core/Key.ts'
import { foldIn, key, split } from '../../src/core/Key.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { uniform } from '../../src/ops/random.ts'
import type { Equation } from '../framework/Equation.ts'
import { numbersOf } from '../framework/equations/indices.ts'
import type { Law } from '../framework/Law.ts'
import { seeds } from '../framework/Operation.ts'
import { law } from '../framework/property.ts'

const textOf = (key: Key): string => numbersOf(key.words).join(' ')

/** The same key gives the same numbers. */
export const sameKeySameNumbers = (draw: (key: Key) => Tensor, again: () => Key): Equation => ({
  left: draw(again()),
  right: draw(again()),
})

/** The children of a key differ from each other and from it. */
export const childrenDiffer = (parent: Key, count: number): Equation => ({
  left: new Set([parent, ...split(parent, count)].map(textOf)).size,
  right: count + 1,
})

/** foldIn separates integers. */
export const foldInSeparates = (parent: Key, integers: readonly number[]): Equation => ({
  left: new Set([parent, ...integers.map((n) => foldIn(parent, n))].map(textOf)).size,
  right: new Set(integers).size + 1,
})

/** The children of a key draw other numbers than each other, and than the key. */
export const childrenDrawApart = (parent: Key, count: number): Equation => {
  const drawn = [parent, ...split(parent, count)].map((child) => numbersOf(uniform([4])(child)).join(' '))
  return { left: new Set(drawn).size, right: count + 1 }
}

/** The children of a key do not depend on their number. */
export const splitIsStable = (parent: Key, few: number, more: number): Equation => ({
  left: split(parent, few),
  right: split(parent, few + more).slice(0, few),
})

const keys = seeds.map((seed) => key(seed))

const counts = fc.integer({ min: 1, max: 6 })

/** Keys: determinism and independence of children. */
export const keyLaws: readonly Law[] = [
  law('keys: the same key gives the same numbers', seeds, (seed) => sameKeySameNumbers(uniform([3]), () => key(seed))),
  law('keys: children differ', fc.tuple(keys, counts), ([parent, count]) => childrenDiffer(parent, count)),
  law('keys: split is stable', fc.tuple(keys, counts, counts), ([parent, few, more]) =>
    splitIsStable(parent, few, more),
  ),
  law(
    'keys: foldIn separates integers',
    fc.tuple(keys, fc.array(fc.nat({ max: 2 ** 24 }), { maxLength: 6 })),
    ([k, all]) => foldInSeparates(k, all),
  ),
  law('keys: children draw apart', fc.tuple(keys, counts), ([parent, count]) => childrenDrawApart(parent, count)),
]
