/**
 * @file The wasm backend: float32 on WebAssembly SIMD, with worker threads if the host has them. Synchronous.
 *
 * A program is planned into one arena and lowered to commands once; a run copies the inputs in, executes the commands
 * inside WebAssembly, and copies the outputs out. Results do not depend on the number of threads.
 */
import { checkIndices } from '../../compile/checkIndices.ts'
import { indexingOf } from '../../compile/indexing.ts'
import type { Backend, Executable, Program, ProgramInstruction } from '../../compile/Program.ts'
import type { NumberArray } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { refuseIndex } from '../../core/indexNames.ts'
import { inTensor, refuseFolded } from '../../core/Key.ts'
import { mostIndexed } from '../../core/exactIndices.ts'
import { sizeOf } from '../../core/Shape.ts'
import { commandWriter } from './Command.ts'
import type { Dialect } from './Dialect.ts'
import { wasmDialect } from './Dialect.ts'
import type { HostProducts } from './HostProducts.ts'
import { noProducts } from './HostProducts.ts'
import type { Machine, MachineOptions, Refusal } from './machine.ts'
import { arenaAt, arenaLimit, makeMachine } from './machine.ts'
import type { Placement } from './plan.ts'
import { checkPlan, lowerProgram } from './plan.ts'
import { availableThreads } from './threads.ts'

export { planProgram } from './plan.ts'

/** Settings of the backend. */
export interface WasmOptions {
  /** Threads that compute, including the calling one; by default as many as the machine runs at once. */
  readonly threads?: number
  /** Use fused multiply-add if the engine has it (default); results then differ in the last place between engines. */
  readonly relaxedSimd?: boolean
}

/** The backend, with a method to stop its threads before the program exits. */
export interface WasmBackend extends Backend {
  /** Stops the worker threads and releases the memory; the next program starts and allocates them again. */
  readonly close: () => void
}

const refuseAt = ({ index }: Refusal, instruction: ProgramInstruction): never => {
  const indexing = indexingOf(instruction)
  if (indexing === null) return refuseFolded(index, inTensor)
  const { name, at, length, names } = indexing
  const shape = instruction.inputShapes[at]!
  return index < length && index >= mostIndexed
    ? refuse(name === 'gather' ? 'gather' : 'scatter', [shape], {
        expected: `indices up to ${String(mostIndexed - 1)}, which are exact in float32`,
        found: `index ${String(index)} of the ${String(length)} along the axis`,
      })
    : refuseIndex({ index, length, shape, name, names })
}

/** A machine, and the contents of its memory: the commands of the program that ran last, and its inputs. */
interface Loaded {
  readonly machine: Machine
  commands: Int32Array | null
  inputs: readonly NumberArray[]
}

/** For each input, whether its memory is never reused by other values. After sorting, only neighbours can overlap. */
const undisturbed = (placements: readonly Placement[], inputCount: number): readonly boolean[] => {
  const places = placements
    .flatMap(({ offset, shape, workspace }, id) => [
      { id, from: offset, to: offset + 4 * sizeOf(shape) },
      ...(workspace === null ? [] : [{ id: -1, from: workspace.offset, to: workspace.offset + workspace.bytes }]),
    ])
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from)
  const disturbed = new Set<number>()
  let end = 0
  places.forEach(({ id, from, to }, k) => {
    const next = places[k + 1]
    if (from < end || (next !== undefined && next.from < to)) disturbed.add(id)
    end = Math.max(end, to)
  })
  return Array.from({ length: inputCount }, (_, id) => !disturbed.has(id))
}

/** A program on a machine. */
interface Compiled {
  readonly run: Executable
  /** Runs the program and returns the milliseconds of each instruction. */
  readonly time: (inputs: readonly NumberArray[]) => readonly number[]
}

const compileWith = (source: Program, dialect: Dialect, options: MachineOptions, loaded: () => Loaded): Compiled => {
  checkIndices(source)
  const { bytes, placements, lowered, roots, program } = lowerProgram(source, dialect)
  checkPlan({ bytes, placements }, arenaLimit(options))
  const base = arenaAt(options)
  const commandsAt = base + Math.ceil(bytes / 64) * 64 + 256
  const writer = commandWriter(commandsAt)
  const inputCount = program.inputs.length
  const ends = lowered.map(({ emit }, at) => {
    const { offset, workspace } = placements[inputCount + at]!
    const inputs = program.instructions[at]!.inputs.map((id) => base + placements[id]!.offset)
    emit(writer, { inputs, output: base + offset, workspace: base + (workspace?.offset ?? 0) })
    return commandsAt + writer.length() * 4
  })
  const commands = writer.words()
  const needed = commandsAt + commands.byteLength + 256
  const isShared = writer.isShared()
  const isRead = new Set(program.instructions.flatMap(({ inputs }) => inputs))
  const places = placements.map(({ offset, shape }) => [(base + offset) / 4, sizeOf(shape)] as const)
  const stays = undisturbed(placements, inputCount)

  /** Copies inputs and commands to where the machine reads them. */
  const prepare = (state: Loaded, inputs: readonly NumberArray[]): void => {
    const running = state.machine
    running.reserve(needed)
    const floats = running.floats()
    // Numbers are never modified, so an array that was passed last time is still there.
    const before = state.commands === commands ? state.inputs : []
    inputs.forEach((data, id) => {
      if (isRead.has(id) && !(stays[id] === true && before[id] === data)) floats.set(data, places[id]![0])
    })
    if (state.commands !== commands) running.words().set(commands, commandsAt / 4)
    state.commands = commands
    state.inputs = []
  }

  const execute = ({ machine }: Loaded, from: number, to: number): void => {
    const refusal = machine.run(from, to, isShared)
    if (refusal !== null) refuseAt(refusal, source.instructions[ends.findIndex((end) => end > refusal.command)]!)
  }

  const time: Compiled['time'] = (inputs) => {
    const state = loaded()
    prepare(state, inputs)
    return ends.map((end, at) => {
      const start = performance.now()
      execute(state, ends[at - 1] ?? commandsAt, end)
      return performance.now() - start
    })
  }

  const run: Executable = (inputs) => {
    const state = loaded()
    prepare(state, inputs)
    execute(state, commandsAt, commandsAt + commands.byteLength)
    state.inputs = inputs
    const floats = state.machine.floats()
    const copied = new Map<string, NumberArray>()
    return program.outputs.map((id) => {
      const root = roots[id]!
      const [at, size] = places[id]!
      const input = root < inputCount ? inputs[root]! : null
      const key = `${String(root)} ${String(size)}`
      const known = copied.get(key)
      const copy = () =>
        input === null ? floats.slice(at, at + size) : size === input.length ? input : input.slice(0, size)
      const value = known ?? copy()
      copied.set(key, value)
      return value
    })
  }

  return { run, time }
}

/** The settings that distinguish backends on this machine. */
interface WasmVariant {
  readonly name: string
  readonly dialect: Dialect
  readonly products: HostProducts
}

/** A backend on this machine. */
export const backendOf = (
  { name, dialect, products }: WasmVariant,
  { threads = availableThreads(), relaxedSimd = true }: WasmOptions,
): WasmBackend => {
  const options = { threads: Math.max(1, Math.min(64, Math.floor(threads))), relaxedSimd, products }
  let loaded: Loaded | null = null
  const load = (): Loaded => (loaded ??= { machine: makeMachine(options), commands: null, inputs: [] })
  return {
    name,
    fuses: true,
    compile: (program) => compileWith(program, dialect, options, load).run,
    timed: (program) => compileWith(program, dialect, options, load).time,
    close: () => {
      loaded?.machine.close()
      loaded = null
    },
  }
}

/**
 * The WebAssembly backend.
 *
 * Throws a `TensorError` if the engine has no WebAssembly SIMD, and for a program that needs more than 4 GiB.
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
  backendOf({ name: 'wasm', dialect: wasmDialect, products: noProducts }, options)
