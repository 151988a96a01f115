/**
 * @file The programs that a runtime has prepared, by the structure of their expressions. When they grow too large
 * together, the least recently used ones are dropped.
 */
import type { Structure } from './structure.ts'
import { hashOf, sameStructure } from './structure.ts'

/** How many instructions may be held together by default. */
export const programCapacity = 200_000

/** A prepared program, and how many instructions it holds. */
interface Prepared<A> {
  readonly value: A
  readonly size: number
}

interface Entry<A> extends Prepared<A> {
  readonly structure: Structure
}

/** What was prepared for expressions, once for each structure. */
export const programCache = <A>(
  capacity: number = programCapacity,
): ((structure: Structure, prepare: () => Prepared<A>) => A) => {
  /** Entries of one hash share a list; lists are ordered by their last use. */
  const entries = new Map<number, readonly Entry<A>[]>()
  let held = 0
  const forgetOldest = (): void => {
    for (const [hash, list] of entries) {
      if (held <= capacity) return
      entries.delete(hash)
      for (const entry of list) held -= entry.size
    }
  }
  const add = (hash: number, list: readonly Entry<A>[], entry: Entry<A>): A => {
    entries.set(hash, [...list, entry])
    held += entry.size
    forgetOldest()
    return entry.value
  }
  return (structure, prepare) => {
    const hash = hashOf(structure)
    const list = entries.get(hash) ?? []
    const known = list.find((entry) => sameStructure(entry.structure, structure))
    entries.delete(hash)
    if (known === undefined) return add(hash, list, { ...prepare(), structure })
    entries.set(hash, list)
    return known.value
  }
}
