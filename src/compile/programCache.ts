/**
 * @file The programs that a runtime has prepared, by the structure of their expressions. When they grow too large
 * together, the least recently used ones are dropped.
 */
import type { Structure } from './structure.ts'
import { hashOf, sameStructure } from './structure.ts'
import type { Trace } from './trace.ts'

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

/** What `prepare` makes of an expression, made once for each structure. */
export const programCache = <A>(
  prepare: (traced: Trace) => Prepared<A>,
  capacity: number = programCapacity,
): ((traced: Trace) => A) => {
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
  const add = (hash: number, list: readonly Entry<A>[], traced: Trace): A => {
    const entry = { ...prepare(traced), structure: traced.structure }
    entries.set(hash, [...list, entry])
    held += entry.size
    forgetOldest()
    return entry.value
  }
  return (traced) => {
    const hash = hashOf(traced.structure)
    const list = entries.get(hash) ?? []
    const known = list.find((entry) => sameStructure(entry.structure, traced.structure))
    entries.delete(hash)
    if (known === undefined) return add(hash, list, traced)
    entries.set(hash, list)
    return known.value
  }
}
