/**
 * @file The wasm backend: float32 on WebAssembly SIMD, with worker threads if the host has them. Synchronous.
 *
 * A program is planned and lowered to commands once. A run copies the inputs in that are not there yet, and executes the
 * commands inside WebAssembly. Large outputs stay there until they are read. Results do not depend on the number of
 * threads.
 */
import type { Backend, Program, ResidentExecutable } from '../../compile/Program.ts'
import { checkPositiveWhole } from '../../core/numberRules.ts'
import { refuse } from '../../core/TensorError.ts'
import type { OptionNames } from '../../core/options.ts'
import { checkOptions } from '../../core/options.ts'
import { arrayOf } from '../../core/TensorNumbers.ts'
import type { Dialect } from './Dialect.ts'
import { wasmDialect } from './Dialect.ts'
import { compileWith } from './execution.ts'
import type { HeapStatistics } from './heap.ts'
import type { HostProducts } from './HostProducts.ts'
import { noProducts } from './HostProducts.ts'
import type { Loaded } from './Loaded.ts'
import { load } from './Loaded.ts'
import type { ResidencePolicy } from './plan.ts'
import { usualResidence } from './plan.ts'
import { availableThreads, mostThreads } from './threads.ts'

export type { HeapStatistics } from './heap.ts'
export { planProgram } from './plan.ts'

/** Settings of the backend. */
export interface WasmOptions {
  /**
   * Threads that compute, including the calling one, at most 64; by default as many as the environment variable
   * `COTANGENT_THREADS` says, or else as many as the machine runs at once.
   */
  readonly threads?: number
  /** Use fused multiply-add if the engine has it (default); results then differ in the last place between engines. */
  readonly relaxedSimd?: boolean
}

/** Refuses anything but a whole number from 1 to the most threads. */
const checkThreads = (operation: string, name: string, value: number): number =>
  checkPositiveWhole(operation, name, value) <= mostThreads
    ? value
    : refuse(operation, [], { expected: `'${name}' to be at most ${String(mostThreads)}`, found: String(value) })

/** What the settings may be. */
export const wasmOptionNames: OptionNames<WasmOptions> = { threads: checkThreads, relaxedSimd: true }

/** The backend, with a method to stop its threads before the program exits. */
export interface WasmBackend extends Backend {
  /** What its memory holds now: values that programs have computed and that are still there, in bytes with workspace. */
  readonly memory: () => HeapStatistics
  /**
   * Stops the worker threads, moves values that are still in its memory to arrays, and releases the memory; the next
   * program starts and allocates them again.
   */
  readonly close: () => void
}

/** The settings that distinguish backends on this machine. */
interface WasmVariant {
  readonly name: string
  readonly dialect: Dialect
  readonly products: HostProducts
  /** When results stay in memory. Tests let all of them stay, in little memory. */
  readonly residence?: ResidencePolicy
}

/** A backend on this machine. */
export const backendOf = (
  { name, dialect, products, residence = usualResidence }: WasmVariant,
  { threads = availableThreads(), relaxedSimd = true }: WasmOptions,
): WasmBackend => {
  const options = { threads: Math.min(mostThreads, threads), relaxedSimd, products }
  let loaded: Loaded | null = null
  const state = (): Loaded => (loaded ??= load(options, residence.budget))
  const host = { dialect, residence, options, loaded: state }
  const resident = (program: Program): ResidentExecutable => compileWith(program, host).run
  return {
    name,
    fuses: true,
    compile: (program) => {
      const run = resident(program)
      return (inputs) => run(inputs).map(arrayOf)
    },
    resident,
    own: {
      view: (numbers) => loaded?.heap.view(numbers) ?? null,
      release: (numbers) => loaded?.heap.release(numbers),
    },
    timed: (program) => compileWith(program, host).time,
    memory: () => loaded?.heap.statistics() ?? { values: 0, bytes: 0, moved: 0 },
    close: () => {
      loaded?.heap.evacuate()
      loaded?.machine.close()
      loaded = null
    },
  }
}

/**
 * The WebAssembly backend.
 *
 * Throws a `TensorError` for unknown options and numbers of threads that are not whole, if the engine has no WebAssembly
 * SIMD, and for a program that needs more than 4 GiB.
 *
 * @example
 * ```ts
 * import { item, makeRuntime, mul, wasmBackend } from 'cotangent'
 *
 * const runtime = makeRuntime(wasmBackend({ threads: 1 }))
 * item(mul(3, 2), runtime) // => 6
 * runtime.close()
 * ```
 */
export const wasmBackend = (options: WasmOptions = {}): WasmBackend =>
  backendOf(
    { name: 'wasm', dialect: wasmDialect, products: noProducts },
    checkOptions('wasmBackend', options, wasmOptionNames),
  )
