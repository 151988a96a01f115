/**
 * @file Programs that are loaded once and shared. Two plans of a function may yield the same program, for instance for
 * arguments with the same names in different orders; nothing is then compiled for the second.
 *
 * Laws: `laws.treeOrder`.
 */
import { isRecord } from '../core/isRecord.ts'
import type { Host } from './plan.ts'
import type { Program } from './Program.ts'

/** Whether plain data is equal: numbers by `Object.is`, lists and records entry by entry, regardless of order. */
const isSame = (a: unknown, b: unknown): boolean => {
  if (!isRecord(a) || !isRecord(b)) return Object.is(a, b)
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name]))
  )
}

/** A host that keeps the last `capacity` programs and does not prepare them again. */
export const sharingPrograms = <R>({ backend, prepare }: Host<R>, capacity: number): Host<R> => {
  let known: readonly (readonly [program: Program, prepared: R])[] = []
  return {
    backend,
    prepare: (program) => {
      const entry = known.find(([own]) => isSame(own, program)) ?? ([program, prepare(program)] as const)
      known = [...known.filter((own) => own !== entry), entry].slice(-capacity)
      return entry[1]
    },
  }
}
