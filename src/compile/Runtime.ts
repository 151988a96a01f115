/**
 * @file A runtime: a backend with the programs it has compiled. Passed as a value.
 *
 * Programs are found by the structure of the expression, so a loop that builds the same expression on new data
 * compiles it once. What was used longest ago is forgotten first.
 */
import type { NumberArray, Tensor } from '../core/Tensor.ts'
import { applicationOf, remember, valueOf } from '../core/Tensor.ts'
import { leaves } from '../core/Tree.ts'
import type { Backend, Executable, Program } from './Program.ts'
import { programCache } from './programCache.ts'
import { structureWriter } from './structure.ts'
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
  readonly backend: Backend
  /** The numbers of tensors, which remember them. Not to be written to. */
  readonly evaluate: (tensors: readonly Tensor[]) => readonly NumberArray[]
  /** Computes every leaf of a tree, in one program, and gives the tree back. */
  readonly run: <T>(tree: T) => T
  /** Makes a program ready to run; compiling and running are counted. */
  readonly load: (program: Program) => Executable
  /** What this runtime has done so far. */
  readonly statistics: () => RuntimeStatistics
  /** Gives back threads and devices before the program ends, which it does without this too. Usable afterwards. */
  readonly close: () => void
}

/** Whether a tensor only repeats a number: it is made anew where it is needed, so that its number stays structure. */
const isConstant = (t: Tensor): boolean => applicationOf(t)?.primitive.name === 'constant'

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
  const count = { compiled: 0, run: 0 }
  const load = (program: Program): Executable => {
    count.compiled += 1
    const executable = backend.compile(program)
    return (inputs) => {
      count.run += 1
      return executable(inputs)
    }
  }
  const writer = structureWriter()
  const find = programCache((traced) => {
    const program = traced.program()
    return { value: load(program), size: program.instructions.length }
  })
  const compute = (tensors: readonly Tensor[]): readonly NumberArray[] => {
    const traced = trace(tensors, writer)
    const inputs = traced.inputs()
    const values = [...inputs, ...find(traced)(inputs)]
    const asked = new Set(tensors)
    traced.forEachComputed((t, id) => {
      const value = values[id]
      if (value !== undefined && (!isConstant(t) || asked.has(t))) remember(t, value)
    })
    return traced.roots.map((id) => values[id] ?? new Float64Array(0))
  }
  const evaluate = (tensors: readonly Tensor[]): readonly NumberArray[] => {
    const known = tensors.flatMap((t) => valueOf(t) ?? [])
    return known.length === tensors.length ? known : compute(tensors)
  }
  return {
    name: backend.name,
    backend,
    evaluate,
    run: (tree) => {
      evaluate(leaves(tree))
      return tree
    },
    load,
    statistics: () => ({ ...count }),
    close: () => backend.close?.(),
  }
}
