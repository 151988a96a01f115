/**
 * @file A runtime: a backend with the programs it has compiled. Passed as a value.
 *
 * Programs are found by the structure of the expression, so a loop that builds the same expression on new data
 * compiles it once. What was used longest ago is forgotten first.
 */
import { checkOptions } from '../core/options.ts'
import { countOf, sizeOf } from '../core/Shape.ts'
import type { NumberArray, Tensor } from '../core/Tensor.ts'
import { remember, valueOf } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { leaves } from '../core/Tree.ts'
import { compileFor } from './compile.ts'
import { evaluations } from './evaluation.ts'
import type { Backend, Executable, Program } from './Program.ts'
import { programCapacity } from './programCache.ts'
import type { RuntimeIn } from './RuntimeIn.ts'

/** What a runtime has done so far, counted. */
export interface RuntimeStatistics {
  /** Programs compiled. */
  readonly compiled: number
  /** Programs run. */
  readonly run: number
}

/** What a runtime keeps. */
export interface RuntimeOptions {
  /**
   * How many instructions the programs of expressions that it keeps may have together; 200,000 by default. The program that
   * was used longest ago is forgotten first, and compiled anew where it is met again. Programs of compiled functions are
   * not counted: each function keeps its last 64.
   */
  readonly keptInstructions?: number
}

/** Evaluates expressions. */
export interface Runtime extends RuntimeIn<'now'> {
  /** The name of its backend. */
  readonly name: string
  readonly backend: Backend
  /** The numbers of tensors, which remember them. Not to be written to. */
  readonly evaluate: (tensors: readonly Tensor[]) => readonly NumberArray[]
  /** The same as `force`, whatever the tree is by its type. */
  readonly run: <T>(tree: T) => T
  /** Makes a program ready to run; compiling and running are counted. */
  readonly load: (program: Program) => Executable
  /** What this runtime has done so far. */
  readonly statistics: () => RuntimeStatistics
  /** Gives back threads and devices before the program ends, which it does without this too. Usable afterwards. */
  readonly close: () => void
}

/** Refuses a tensor that has not exactly one entry. */
export const checkOneEntry = (t: Tensor): void => {
  if (sizeOf(t.shape) !== 1)
    refuse('take the item of', [t.shape], {
      expected: 'a tensor of one entry',
      found: countOf(sizeOf(t.shape), 'entry', 'entries'),
    })
}

const none = new Float64Array(0)

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
export const makeRuntime = (backend: Backend, options: RuntimeOptions = {}): Runtime => {
  const { keptInstructions = programCapacity } = checkOptions('makeRuntime', options, { keptInstructions: true })
  const count = { compiled: 0, run: 0 }
  const load = (program: Program): Executable => {
    count.compiled += 1
    const executable = backend.compile(program)
    return (inputs) => {
      count.run += 1
      return executable(inputs)
    }
  }
  const evaluationOf = evaluations(load, 'computed', keptInstructions)
  const compute = (tensors: readonly Tensor[]): void => {
    const { prepared, numbers, makes } = evaluationOf(tensors)
    const inputs = numbers()
    const values = [...inputs, ...prepared()(inputs)]
    for (const { tensor, id } of makes) {
      const value = values[id]
      if (value !== undefined) remember(tensor, value)
    }
  }
  const evaluate = (tensors: readonly Tensor[]): readonly NumberArray[] => {
    if (tensors.some((t) => valueOf(t) === null)) compute(tensors)
    return tensors.map((t) => valueOf(t) ?? none)
  }
  const force = <T>(tree: T): T => {
    evaluate(leaves(tree))
    return tree
  }
  const numbersOf = (t: Tensor): NumberArray => evaluate([t])[0] ?? none
  return {
    name: backend.name,
    backend,
    evaluate,
    toArray: (t) => numbersOf(t).slice(),
    item: (t) => {
      checkOneEntry(t)
      return numbersOf(t)[0] ?? Number.NaN
    },
    force,
    run: force,
    compile: compileFor({ backend, prepare: load }, evaluate),
    load,
    statistics: () => ({ ...count }),
    close: () => backend.close?.(),
  }
}
