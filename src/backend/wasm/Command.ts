/**
 * @file Commands: what the WebAssembly module executes. A command consists of 32-bit words: a header with the number of its
 * units, then its arguments by name (`interface/`). In which order commands run, and which of them side by side, is written
 * behind them (`order.ts`).
 */
import { refuse } from '../../core/TensorError.ts'
import type { ArgumentsOf } from './interface/Arguments.ts'
import { pack } from './interface/Arguments.ts'
import type { CommandName } from './interface/commands.ts'
import { header } from './interface/records.ts'
import type { KernelModule, KnownCommand } from './modules.ts'

/**
 * Independent units of a command: how many there are, how many items each has, and whether threads should share them.
 */
export interface WorkParts {
  readonly units: number
  readonly perUnit: number
  readonly shared: boolean
  /** Approximate work in all, if it is known. */
  readonly nanoseconds?: number
}

/** The nanoseconds of work below which a command stays on the calling thread. */
const worthSharing = 30_000
/** The approximate nanoseconds of work per unit. */
const unitWork = 12_000

/**
 * Splits items that take about `work` nanoseconds each. The split depends on nothing else, so results do not either.
 */
export const partsOf = (items: number, work: number, multiple = 1): WorkParts => {
  const total = items * work
  const wanted = total < worthSharing ? 1 : Math.min(64, Math.max(2, Math.floor(total / unitWork)))
  const perUnit = Math.max(1, Math.ceil(items / wanted / multiple)) * multiple
  const units = Math.max(1, Math.ceil(items / perUnit))
  return { units, perUnit, shared: units > 1 && total >= worthSharing, nanoseconds: total }
}

/** One unit, on the calling thread. */
export const whole: WorkParts = { units: 1, perUnit: 1, shared: false }

/** A command that was written. */
export interface WrittenCommand extends Omit<WorkParts, 'perUnit'> {
  /** Its first word. */
  readonly at: number
  readonly nanoseconds: number
}

/** Writes commands in sequence. */
export interface CommandWriter {
  readonly command: <N extends CommandName>(name: N, parts: WorkParts, args: ArgumentsOf<N>) => void
  /** Writes a table of words and returns its address. */
  readonly table: (words: ArrayLike<number>) => number
  /** The commands so far. */
  readonly commands: () => readonly WrittenCommand[]
  /** Everything that was written. */
  readonly words: () => Int32Array
}

const knownIn = (modules: readonly KernelModule[], name: CommandName): KnownCommand => {
  for (const { commands } of modules) {
    const known = commands.get(name)
    if (known !== undefined) return known
  }
  return refuse('compile', [], { expected: `a module with the command ${name}`, found: 'none' })
}

/** A writer of commands of these modules that will lie at `address`. */
export const commandWriter = (address: number, modules: readonly KernelModule[]): CommandWriter => {
  const chunks: Int32Array[] = []
  const written: WrittenCommand[] = []
  let length = 0
  const push = (words: Int32Array): void => {
    chunks.push(words)
    length += words.length
  }
  /** The address of the word after so many more. */
  const addressOf = (words: number): number => address + (length + words) * 4
  return {
    command: (name, { units, shared, nanoseconds = 0 }, args) => {
      written.push({ at: length, units, shared, nanoseconds })
      const { opcode, layout } = knownIn(modules, name)
      const fields: Readonly<Record<(typeof header)[number], number>> = { opcode, units }
      const body = pack(layout, args, addressOf(header.length))
      const words = new Int32Array(header.length + body.length)
      words.set(header.map((field) => fields[field]))
      for (let k = 0; k < body.length; k++) words[header.length + k] = body[k]! | 0
      push(words)
    },
    table: (words) => {
      const at = addressOf(0)
      push(Int32Array.from(words))
      return at
    },
    commands: () => written,
    words: () => {
      const all = new Int32Array(length)
      let at = 0
      for (const chunk of chunks) {
        all.set(chunk, at)
        at += chunk.length
      }
      return all
    },
  }
}
