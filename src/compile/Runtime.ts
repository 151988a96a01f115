/**
 * @file A runtime: a backend with its compiled programs. Passed as a value.
 *
 * Programs are looked up by the structure of the expression, so a loop that builds the same expression on new data
 * compiles it once. The least recently used programs are dropped first.
 */
import { checkWhole, orEndless } from '../core/numberRules.ts'
import { checkOptions } from '../core/options.ts'
import { countOf, sizeOf } from '../core/Shape.ts'
import type { NumberArray, TensorNumbers } from '../core/TensorNumbers.ts'
import { arrayOf, copyOfNumbers } from '../core/TensorNumbers.ts'
import type { Tensor } from '../core/Tensor.ts'
import { checkTensor, installDisplay, numbersOf, remember, valueOf } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { leaves } from '../core/Tree.ts'
import { compileFor } from './compile.ts'
import { evaluations } from './evaluation.ts'
import { finish } from './plan.ts'
import type { Backend, Executable, Program, ResidentExecutable } from './Program.ts'
import { programCapacity } from './programCache.ts'
import type { RuntimeIn } from './RuntimeIn.ts'

/** Counts of what a runtime has done so far. */
export interface RuntimeStatistics {
  /** Programs compiled. */
  readonly compiled: number
  /** Programs run. */
  readonly run: number
}

/** Limits of a runtime's cache. */
export interface RuntimeOptions {
  /**
   * The maximum number of instructions in all cached programs of expressions together; 200,000 by default. The least
   * recently used program is dropped first, and compiled again when it is needed. Programs of compiled functions are
   * not counted: each function keeps its last 64.
   */
  readonly keptInstructions?: number
}

/** Evaluates expressions. */
export interface Runtime extends RuntimeIn<'now'> {
  /** The name of its backend. */
  readonly name: string
  readonly backend: Backend
  /** The numbers of tensors, which are remembered. The caller must not modify them. */
  readonly evaluate: (tensors: readonly Tensor[]) => readonly NumberArray[]
  /** The same as `force`, for a tree of any type. */
  readonly run: <T>(tree: T) => T
  /** Prepares a program; its compilation and its runs are counted. */
  readonly load: (program: Program) => Executable
  /** What this runtime has done so far. */
  readonly statistics: () => RuntimeStatistics
  /** Releases threads and devices before the program exits, which also happens at exit. The runtime stays usable. */
  readonly close: () => void
}

/** Refuses a tensor that does not have exactly one entry. */
export const checkOneEntry = (t: Tensor): void => {
  if (sizeOf(t.shape) !== 1)
    refuse('take the item of', [t.shape], {
      expected: 'a tensor of one entry',
      found: countOf(sizeOf(t.shape), 'entry', 'entries'),
    })
}

const none = new Float64Array(0)

/** A program whose values may stay in the memory of its backend, if the backend has such a memory. */
const residentOn = (backend: Backend, program: Program): ResidentExecutable => {
  if (backend.resident !== undefined) return backend.resident(program)
  const run = backend.compile(program)
  return (inputs) => run(inputs.map(arrayOf))
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
export const makeRuntime = (backend: Backend, options: RuntimeOptions = {}): Runtime => {
  const { keptInstructions = programCapacity } = checkOptions('makeRuntime', options, {
    keptInstructions: orEndless(checkWhole),
  })
  const count = { compiled: 0, run: 0 }
  const prepare = (program: Program): ResidentExecutable => {
    count.compiled += 1
    const run = residentOn(backend, program)
    return (inputs) => {
      count.run += 1
      return run(inputs)
    }
  }
  const load = (program: Program): Executable => {
    const run = prepare(program)
    return (inputs) => run(inputs).map(arrayOf)
  }
  const evaluationOf = evaluations((program) => prepare(finish(program, backend)), 'needed', keptInstructions)
  const compute = (tensors: readonly Tensor[]): void => {
    const { prepared, numbers, makes } = evaluationOf(tensors)
    const inputs = numbers()
    const values = [...inputs, ...prepared()(inputs)]
    for (const { tensor, id } of makes) {
      const value = values[id]
      if (value !== undefined) remember(tensor, value)
    }
  }
  const computed = (tensors: readonly Tensor[]): readonly TensorNumbers[] => {
    for (const t of tensors) checkTensor(t, 'read the numbers of a tensor')
    if (tensors.some((t) => numbersOf(t) === null)) compute(tensors)
    return tensors.map((t) => numbersOf(t) ?? none)
  }
  const evaluate = (tensors: readonly Tensor[]): readonly NumberArray[] => {
    computed(tensors)
    return tensors.map((t) => valueOf(t) ?? none)
  }
  const force = <T>(tree: T): T => {
    computed(leaves(tree))
    return tree
  }
  installDisplay((t) => evaluate([t])[0] ?? none, 'first')
  return {
    name: backend.name,
    backend,
    evaluate,
    toArray: (t) => copyOfNumbers(computed([t])[0] ?? none),
    item: (t) => {
      checkOneEntry(checkTensor(t, 'read the numbers of a tensor'))
      return evaluate([t])[0]?.[0] ?? Number.NaN
    },
    force,
    run: force,
    compile: compileFor({ backend, prepare }, computed),
    load,
    statistics: () => ({ ...count }),
    close: () => backend.close?.(),
  }
}
