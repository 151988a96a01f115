/** @file The execution of a program: its segments are placed, its commands moved to them, and run. */
import { checkIndices } from '../../compile/checkIndices.ts'
import { indexingOf } from '../../compile/indexing.ts'
import type { Program, ProgramInstruction, ResidentExecutable } from '../../compile/Program.ts'
import { mostIndexed } from '../../core/exactIndices.ts'
import { refuseIndex } from '../../core/indexNames.ts'
import { inTensor, refuseFolded } from '../../core/Key.ts'
import type { NumberArray, TensorNumbers } from '../../core/TensorNumbers.ts'
import { arrayOf } from '../../core/TensorNumbers.ts'
import { sizeOf } from '../../core/Shape.ts'
import { refuse } from '../../core/TensorError.ts'
import type { Dialect } from './Dialect.ts'
import type { Loaded } from './Loaded.ts'
import type { MachineOptions, Refusal } from './machine.ts'
import { arenaLimit } from './machine.ts'
import type { LoweredProgram, Placement, ResidencePolicy } from './plan.ts'
import { checkPlan, lowerProgram } from './plan.ts'
import type { Segments } from './placing.ts'
import { giveOutputs, place, segmentsFor } from './placing.ts'
import type { OrderRange, Relocatable } from './relocation.ts'
import { relocatable } from './relocation.ts'

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

/** What programs are compiled for. */
interface Host {
  readonly dialect: Dialect
  readonly residence: ResidencePolicy
  readonly options: MachineOptions
  readonly loaded: () => Loaded
}

/** A program that can be placed and run. */
interface Prepared {
  readonly source: Program
  readonly plan: LoweredProgram
  readonly commands: Relocatable
  readonly segments: Segments
  /** Inputs in the arena that instructions read, and whether each stays there from run to run. */
  readonly inArena: readonly (readonly [id: number, stays: boolean])[]
}

const prepare = (source: Program, { dialect, residence, options }: Host): Prepared => {
  checkIndices(source)
  const plan = lowerProgram(source, dialect, residence)
  checkPlan(plan, arenaLimit(options))
  const commands = relocatable(plan)
  const { placements, program } = plan
  const stays = undisturbed(placements, program.inputs.length)
  const isRead = new Set(program.instructions.flatMap(({ inputs }) => inputs))
  const ids = program.inputs.flatMap((_, id) => (placements[id]!.segment === 0 && isRead.has(id) ? [id] : []))
  return {
    source,
    plan,
    commands,
    segments: segmentsFor(plan, commands.commandsAt + commands.words.byteLength + 256),
    inArena: ids.map((id) => [id, stays[id] === true]),
  }
}

/** Moves the commands to the segments. Those that are in memory already are patched there. */
const moveCommands = (
  { commands }: Prepared,
  target: Int32Array,
  addresses: readonly number[],
  isThere: boolean,
): void => {
  const { words, moveTo } = commands
  const at = (addresses[0]! + commands.commandsAt) / 4
  addresses.forEach((address, segment) => {
    const changed = moveTo(segment, address)
    if (isThere && changed !== null) for (const k of changed) target[at + k] = words[k]!
  })
  if (!isThere) target.set(words, at)
}

/** Copies the small inputs to the arena, but those that are there already. */
const copyIn = (
  { plan, inArena }: Prepared,
  { machine, workspace }: Loaded,
  inputs: readonly TensorNumbers[],
  before: Loaded['inArena'],
): Loaded['inArena'] => {
  const floats = machine.floats()
  const copied: (TensorNumbers | null)[] = inputs.map(() => null)
  for (const [id, stays] of inArena) {
    const numbers = inputs[id]!
    if (before[id] !== numbers) floats.set(arrayOf(numbers), (workspace.address + plan.placements[id]!.offset) / 4)
    if (stays) copied[id] = numbers
  }
  return copied
}

/** Loads commands and inputs. Numbers are never modified, so those that the same program read last are still there. */
const loadInto = (
  prepared: Prepared,
  state: Loaded,
  addresses: readonly number[],
  inputs: readonly TensorNumbers[],
): void => {
  const { words } = prepared.commands
  const isThere = state.commands === words
  state.commands = null
  moveCommands(prepared, state.machine.words(), addresses, isThere)
  state.inArena = copyIn(prepared, state, inputs, isThere ? state.inArena : [])
  state.commands = words
}

const execute = ({ source, commands }: Prepared, state: Loaded, { from, to, isShared }: OrderRange): void => {
  const base = state.workspace.address + commands.commandsAt
  const refusal = state.machine.run({ from: base + from * 4, to: base + to * 4, base, isShared })
  if (refusal !== null) refuseAt(refusal, source.instructions[commands.instructionAt((refusal.entry - base) / 4)]!)
}

/** The outputs, each once: those in segments become values that stay there, the others are copied. */
const outputsOf = (
  { plan, segments }: Prepared,
  { heap, machine }: Loaded,
  addresses: readonly number[],
  inputs: readonly TensorNumbers[],
): readonly TensorNumbers[] => {
  const { placements, roots, program } = plan
  const lengthOf = (id: number): number => sizeOf(placements[id]!.shape)
  const residents = new Map(
    segments.ofOutputs.map((k) => [k, heap.hold(addresses[k]!, lengthOf(segments.all[k]!.value))]),
  )
  const floats = machine.floats()
  const copies = new Map<string, NumberArray>()
  return program.outputs.map((id) => {
    const { segment, offset } = placements[id]!
    const length = lengthOf(id)
    const input = inputs[roots[id]!]
    const whole = input ?? residents.get(segment)
    if (whole?.length === length) return whole
    const name = `${String(roots[id])} ${String(length)}`
    const at = (addresses[segment]! + offset - segments.all[segment]!.offset) / 4
    const copy =
      copies.get(name) ?? (input === undefined ? floats.slice(at, at + length) : arrayOf(input).slice(0, length))
    copies.set(name, copy)
    return copy
  })
}

/** A program on a machine. */
interface Compiled {
  readonly run: ResidentExecutable
  /** Runs the program and returns the milliseconds of each instruction. */
  readonly time: (inputs: readonly TensorNumbers[]) => readonly number[]
}

/** Prepares a program. */
export const compileWith = (source: Program, host: Host): Compiled => {
  const { loaded } = host
  const prepared = prepare(source, host)
  const { plan, segments, commands } = prepared
  /** Places the segments and runs the commands; gives the memory of the outputs back if they fail. */
  const running = <T>(
    inputs: readonly TensorNumbers[],
    act: (state: Loaded) => T,
  ): readonly [state: Loaded, addresses: readonly number[], result: T] => {
    const state = loaded()
    state.machine.link(plan.modules)
    const addresses = place(segments, state, inputs, commands.words)
    try {
      loadInto(prepared, state, addresses, inputs)
      return [state, addresses, act(state)]
    } catch (error) {
      giveOutputs(segments, state, addresses)
      throw error
    }
  }
  return {
    time: (inputs) => {
      const times = new Array<number>(source.instructions.length).fill(0)
      const [state, addresses] = running(inputs, (on) => {
        for (const order of commands.single) {
          const start = performance.now()
          execute(prepared, on, order)
          times[order.instruction] = performance.now() - start
        }
      })
      giveOutputs(segments, state, addresses)
      return times
    },
    run: (inputs) => {
      const [state, addresses] = running(inputs, (on) => execute(prepared, on, commands.whole))
      return outputsOf(prepared, state, addresses, inputs)
    },
  }
}
