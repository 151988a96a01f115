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
import type { CommandWriter } from './Command.ts'
import { commandWriter } from './Command.ts'
import type { LoweredProgram } from './plan.ts'

/** The words that hold addresses in one segment. */
interface Patches {
  /** Indices of words. */
  readonly at: Int32Array
  /** How often each holds the address: 1, or -1 for a distance from it. */
  readonly times: Int32Array
}

/** Commands, and how they move. */
export interface Relocatable {
  /** The commands of a layout, which {@link moveTo} changes. */
  readonly words: Int32Array
  /** The words of each instruction end before this index. */
  readonly ends: readonly number[]
  /** Whether any command is worth sharing. */
  readonly isShared: boolean
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
  { placements, segments, lowered, program }: LoweredProgram,
  at: number,
  addresses: readonly number[],
  commands: number,
): CommandWriter => {
  const addressOf = (id: number): number => {
    const { segment, offset } = placements[id]!
    return addresses[segment]! + offset - segments[segment]!.offset
  }
  const id = program.inputs.length + at
  const writer = commandWriter(addresses[0]! + commands)
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

/** Writes the commands of a program for segments at these addresses; the commands lie behind the arena. */
export const commandsFor = (plan: LoweredProgram, addresses: readonly number[]): Int32Array => {
  const words: number[] = []
  const from = commandsBehind(plan)
  plan.lowered.forEach((_, at) => words.push(...writeAt(plan, at, addresses, from + words.length * 4).words()))
  return Int32Array.from(words)
}

/** Writes the commands of a program, and finds what each segment's address changes. */
export const relocatable = (plan: LoweredProgram): Relocatable => {
  const { segments, placements, program } = plan
  const addresses = segments.map(({ offset }) => origin + offset)
  const commandsAt = commandsBehind(plan)
  const chunks: Int32Array[] = []
  const found = segments.map((): (readonly [number, number])[] => [])
  const ends: number[] = []
  let length = 0
  let isShared = false
  plan.lowered.forEach((_, at) => {
    const { inputs } = program.instructions[at]!
    const from = commandsAt + length * 4
    const writer = writeAt(plan, at, addresses, from)
    const words = writer.words()
    isShared ||= writer.isShared()
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
    ends.push((length += words.length))
  })
  const words = new Int32Array(length)
  chunks.forEach((chunk, at) => words.set(chunk, ends[at - 1] ?? 0))
  const patches = found.map((own): Patches => ({
    at: Int32Array.from(own, ([at]) => at),
    times: Int32Array.from(own, ([, times]) => times),
  }))
  const moveTo = (segment: number, address: number): Int32Array | null => {
    const by = address - addresses[segment]!
    if (by === 0) return null
    const { at, times } = patches[segment]!
    for (let k = 0; k < at.length; k++) words[at[k]!]! += times[k]! * by
    addresses[segment] = address
    return at
  }
  return { words, ends, isShared, commandsAt, moveTo }
}
