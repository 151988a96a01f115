/**
 * @file A runtime: a backend with the programs it has compiled. Passed as a value.
 *
 * Programs are found by the structure of the expression, so a loop that builds the same expression on new data
 * compiles it once. What was used longest ago is forgotten first.
 */
import type { NumberArray, Tensor } from '../core/Tensor.ts'
import { remember, valueOf } from '../core/Tensor.ts'
import { leaves } from '../core/Tree.ts'
import type { Backend, Executable } from './Program.ts'
import type { Trace } from './trace.ts'
import { trace } from './trace.ts'

/** What a runtime has done so far, counted. */
export interface RuntimeStatistics {
  /** Programs compiled. */
  readonly compiled: number
  /** Programs run. */
  readonly run: number
}

/** Evaluates expressions. */
export interface Runtime {
  /** The name of its backend. */
  readonly name: string
  /** The numbers of tensors, which remember them. Not to be written to. */
  readonly evaluate: (tensors: readonly Tensor[]) => readonly NumberArray[]
  /** Computes every leaf of a tree, in one program, and gives the tree back. */
  readonly run: <T>(tree: T) => T
  /** What this runtime has done so far. */
  readonly statistics: () => RuntimeStatistics
}

/** How many instructions the programs of a runtime may hold together before old ones are forgotten. */
const capacity = 200_000

interface Entry {
  readonly executable: Executable
  readonly size: number
}

const programCache = (backend: Backend) => {
  const entries = new Map<string, Entry>()
  let held = 0
  let compiled = 0
  const forgetOldest = (): void => {
    for (const [key, entry] of entries) {
      if (held <= capacity) return
      entries.delete(key)
      held -= entry.size
    }
  }
  const compile = (traced: Trace): Entry => {
    compiled += 1
    const program = traced.program()
    return { executable: backend.compile(program), size: program.instructions.length }
  }
  const find = (traced: Trace): Executable => {
    const known = entries.get(traced.key)
    const entry = known ?? compile(traced)
    entries.delete(traced.key)
    entries.set(traced.key, entry)
    if (known === undefined) held += entry.size
    forgetOldest()
    return entry.executable
  }
  return { find, compiled: () => compiled }
}

/**
 * A runtime over a backend.
 *
 * @example
 * ```ts
 * import { add, makeRuntime, referenceBackend, tensor, toArray } from 'cotangent'
 *
 * const runtime = makeRuntime(referenceBackend)
 * const twice = (x: number) => toArray(add(tensor([x, 1], [2]), x), runtime)
 * twice(1)
 * twice(2)
 * runtime.statistics() // => { compiled: 1, run: 2 }
 * ```
 */
export const makeRuntime = (backend: Backend): Runtime => {
  const cache = programCache(backend)
  let run = 0
  const evaluate = (tensors: readonly Tensor[]): readonly NumberArray[] => {
    if (tensors.some((t) => valueOf(t) === null)) {
      const traced = trace(tensors)
      const values = [...traced.inputs, ...cache.find(traced)(traced.inputs)]
      run += 1
      for (const [t, id] of traced.computed) {
        const value = values[id]
        if (value !== undefined) remember(t, value)
      }
    }
    return tensors.map((t) => valueOf(t) ?? new Float64Array(0))
  }
  return {
    name: backend.name,
    evaluate,
    run: (tree) => {
      evaluate(leaves(tree))
      return tree
    },
    statistics: () => ({ compiled: cache.compiled(), run }),
  }
}
