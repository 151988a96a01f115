/**
 * @file Commands whose addresses may move: the segments of a program lie elsewhere in each run, so the words that hold
 * addresses are patched before it.
 *
 * Which words these are is found by trial. Each instruction is written once for the plan's own layout, and once more for
 * each segment that it touches, with that segment moved by a fixed distance. A word that changes by a multiple of the
 * distance holds that multiple of the segment's address. Any other change is refused: such a word cannot be patched.
 *
 * Law: "commands that were moved are those that are written for the new layout" (`test/backend/wasm/relocation.test.ts`).
 */
import { refuse } from '../../core/TensorError.ts'
import type { CommandWriter, WrittenCommand } from './Command.ts'
import { commandWriter } from './Command.ts'
import { distanceOf, isSharedEntry, orderOfStep } from './order.ts'
import type { LoweredProgram } from './plan.ts'
import type { Together } from './steps.ts'

/** The words that hold addresses in one segment. */
interface Patches {
  /** Indices of words. */
  readonly at: Int32Array
  /** How often each holds the address: 1, or -1 for a distance from it. */
  readonly times: Int32Array
}

/** Entries of the order of commands, from one index of the words up to another. */
export interface OrderRange {
  readonly from: number
  readonly to: number
  /** Whether threads share any of it. */
  readonly isShared: boolean
}

/** The order of the commands of one instruction. */
interface InstructionOrder extends OrderRange {
  readonly instruction: number
}

/** Commands, and how they move. */
export interface Relocatable {
  /** The commands of a layout, which {@link moveTo} changes, and then their order (`order.ts`). */
  readonly words: Int32Array
  /** The order of all commands. */
  readonly whole: OrderRange
  /** The order of each instruction by itself, one after the other. */
  readonly single: readonly InstructionOrder[]
  /** The instruction of the command at an index of the order. */
  readonly instructionAt: (index: number) => number
  /** Bytes from the start of the arena to the commands behind it. */
  readonly commandsAt: number
  /**
   * Moves a segment to an address. Returns the words that were changed; `null` if the segment is there already.
   */
  readonly moveTo: (segment: number, address: number) => Int32Array | null
}

/** Where the plan's own layout begins. An address of 0 might mean that there is none. */
const origin = 1 << 20
/** How far a segment is moved to find what depends on its address. */
const distance = 1 << 22

/** Writes the commands of one instruction for segments at these addresses. */
const writeAt = (
  { placements, segments, lowered, modules, program }: LoweredProgram,
  at: number,
  addresses: readonly number[],
  commands: number,
): CommandWriter => {
  const addressOf = (id: number): number => {
    const { segment, offset } = placements[id]!
    return addresses[segment]! + offset - segments[segment]!.offset
  }
  const id = program.inputs.length + at
  const writer = commandWriter(addresses[0]! + commands, modules)
  lowered[at]!.emit(writer, {
    inputs: program.instructions[at]!.inputs.map(addressOf),
    output: addressOf(id),
    workspace: addresses[0]! + (placements[id]!.workspace?.offset ?? 0),
  })
  return writer
}

const refuseWord = (name: string): never =>
  refuse('compile', [], {
    expected: `commands of ${name} in which each word is a number or a sum of addresses`,
    found: 'one that depends on an address in another way',
  })

/** How often each word holds the address of a segment that was moved. */
const timesOf = (name: string, words: Int32Array, moved: Int32Array): readonly (readonly [number, number])[] => {
  if (moved.length !== words.length) return refuseWord(name)
  const found: (readonly [at: number, times: number])[] = []
  words.forEach((word, k) => {
    const change = (moved[k]! - word) | 0
    if (change % distance !== 0) refuseWord(name)
    if (change !== 0) found.push([k, change / distance])
  })
  return found
}

/** The bytes from the start of the arena to the commands. */
const commandsBehind = ({ segments }: LoweredProgram): number => Math.ceil(segments[0]!.bytes / 64) * 64 + 256

/** The order of a step that has been written, and of its instructions. */
interface Ordered {
  readonly together: readonly number[]
  readonly single: readonly { readonly instruction: number; readonly entries: readonly number[] }[]
}

/** The commands of an instruction that begin so many words after the first of the program. */
const commandsFrom = (writer: CommandWriter, words: number): readonly WrittenCommand[] =>
  writer.commands().map((command) => ({ ...command, at: words + command.at }))

const orderedFrom = (step: Together, commands: readonly (readonly WrittenCommand[])[]): Ordered => ({
  together: orderOfStep(commands),
  single: step.map((instruction, k) => ({ instruction, entries: orderOfStep([commands[k]!]) })),
})

/** The order of all steps, behind so many words of commands, and then that of each instruction. */
const orderOf = (
  steps: readonly Ordered[],
  length: number,
): Pick<Relocatable, 'whole' | 'single'> & { readonly entries: readonly number[] } => {
  const entries = steps.flatMap(({ together }) => together)
  const whole = { from: length, to: length + entries.length, isShared: entries.some(isSharedEntry) }
  const single = steps
    .flatMap((step) => step.single)
    .map(({ instruction, entries: own }): InstructionOrder => {
      const from = length + entries.length
      entries.push(...own)
      return { instruction, from, to: from + own.length, isShared: own.some(isSharedEntry) }
    })
  return { entries, whole, single }
}

/** Writes the commands of a program for segments at these addresses; the commands lie behind the arena. */
export const commandsFor = (plan: LoweredProgram, addresses: readonly number[]): Int32Array => {
  const words: number[] = []
  const from = commandsBehind(plan)
  const steps = plan.steps.map((step) =>
    orderedFrom(
      step,
      step.map((at) => {
        const writer = writeAt(plan, at, addresses, from + words.length * 4)
        const commands = commandsFrom(writer, words.length)
        words.push(...writer.words())
        return commands
      }),
    ),
  )
  return Int32Array.from([...words, ...orderOf(steps, words.length).entries])
}

/** Writes the commands of a program, and finds what each segment's address changes. */
export const relocatable = (plan: LoweredProgram): Relocatable => {
  const { segments, placements, program } = plan
  const addresses = segments.map(({ offset }) => origin + offset)
  const commandsAt = commandsBehind(plan)
  const chunks: Int32Array[] = []
  const found = segments.map((): (readonly [number, number])[] => [])
  let length = 0
  const write = (at: number): readonly WrittenCommand[] => {
    const { inputs } = program.instructions[at]!
    const from = commandsAt + length * 4
    const writer = writeAt(plan, at, addresses, from)
    const words = writer.words()
    const commands = commandsFrom(writer, length)
    const { name } = placements[program.inputs.length + at]!
    const touched =
      words.length === 0 ? [] : [program.inputs.length + at, ...inputs].map((id) => placements[id]!.segment)
    for (const segment of new Set([0, ...touched])) {
      const moved = addresses.map((address, k) => (k === segment ? address + distance : address))
      for (const [k, times] of timesOf(name, words, writeAt(plan, at, moved, from).words())) {
        found[segment]!.push([length + k, times])
      }
    }
    chunks.push(words)
    length += words.length
    return commands
  }
  const { entries, whole, single } = orderOf(
    plan.steps.map((step) => orderedFrom(step, step.map(write))),
    length,
  )
  const words = new Int32Array(length + entries.length)
  let end = 0
  for (const chunk of [...chunks, entries]) {
    words.set(chunk, end)
    end += chunk.length
  }
  const patches = found.map((own): Patches => ({
    at: Int32Array.from(own.map(([at]) => at)),
    times: Int32Array.from(own.map(([, times]) => times)),
  }))
  const moveTo = (segment: number, address: number): Int32Array | null => {
    const by = address - addresses[segment]!
    if (by === 0) return null
    const { at, times } = patches[segment]!
    for (let k = 0; k < at.length; k++) words[at[k]!]! += times[k]! * by
    addresses[segment] = address
    return at
  }
  const instructionAt = (index: number): number => {
    const command = distanceOf(words[index]!)
    const holds = ({ from, to }: OrderRange): boolean =>
      words.subarray(from, to).some((entry) => distanceOf(entry) === command)
    return single.find(holds)!.instruction
  }
  return { words, whole, single, instructionAt, commandsAt, moveTo }
}
