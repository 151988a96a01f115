/**
 * @file Programs that are loaded once and shared. Two plans of a function may come to the same program, as for arguments
 * that are the same by name and were written in different orders; then nothing is compiled for the second.
 *
 * Laws: `laws.treeOrder`.
 */
import type { Executable, Program } from './Program.ts'
import type { Runtime } from './Runtime.ts'

/** Whether plain data is the same: numbers by `Object.is`, lists and records entry by entry, whatever their order. */
const isSame = (a: unknown, b: unknown): boolean => {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b)
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length &&
    names.every(
      (name) =>
        Object.hasOwn(b, name) &&
        isSame((a as Readonly<Record<string, unknown>>)[name], (b as Readonly<Record<string, unknown>>)[name]),
    )
  )
}

/** A runtime that keeps the last `capacity` programs and loads none of them again. */
export const sharingPrograms = (
  runtime: Pick<Runtime, 'backend' | 'load'>,
  capacity: number,
): Pick<Runtime, 'backend' | 'load'> => {
  let loaded: readonly (readonly [program: Program, executable: Executable])[] = []
  return {
    backend: runtime.backend,
    load: (program) => {
      const known = loaded.find(([own]) => isSame(own, program))
      const entry = known ?? ([program, runtime.load(program)] as const)
      loaded = [...loaded.filter((own) => own !== entry), entry].slice(-capacity)
      return entry[1]
    },
  }
}
