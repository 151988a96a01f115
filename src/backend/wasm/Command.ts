/**
 * @file Commands: what the WebAssembly module executes. A command consists of 32-bit words: a header (the number of its
 * units, and whether they are worth sharing among threads), then its arguments by name (`interface/`).
 */
import type { ArgumentsOf } from './interface/Arguments.ts'
import { opcodeOf, pack } from './interface/Arguments.ts'
import type { CommandName } from './interface/commands.ts'
import { header } from './interface/records.ts'

/**
 * Independent units of a command: how many there are, how many items each has, and whether threads should share them.
 */
export interface WorkParts {
  readonly units: number
  readonly perUnit: number
  readonly shared: boolean
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
  return { units, perUnit, shared: units > 1 && total >= worthSharing }
}

/** One unit, on the calling thread. */
export const whole: WorkParts = { units: 1, perUnit: 1, shared: false }

/** No units: words that are not executed. */
const none: WorkParts = { units: 0, perUnit: 1, shared: false }

/** Writes commands in sequence. */
export interface CommandWriter {
  readonly command: <N extends CommandName>(name: N, parts: WorkParts, args: ArgumentsOf<N>) => void
  /** Writes a table of words and returns its address. */
  readonly table: (words: ArrayLike<number>) => number
  /** Words written so far. */
  readonly length: () => number
  /** Whether any command is worth sharing. */
  readonly isShared: () => boolean
  /** Everything that was written. */
  readonly words: () => Int32Array
}

/** A writer of commands that will lie at `address`. */
export const commandWriter = (address: number): CommandWriter => {
  const chunks: Int32Array[] = []
  let length = 0
  let anyShared = false
  const push = (opcode: number, { units, shared }: WorkParts, body: ArrayLike<number>): void => {
    const fields: Readonly<Record<(typeof header)[number], number>> = {
      opcode,
      units,
      length: header.length + body.length,
      isShared: shared ? 1 : 0,
    }
    const words = new Int32Array(fields.length)
    words.set(header.map((name) => fields[name]))
    for (let k = 0; k < body.length; k++) words[header.length + k] = body[k]! | 0
    chunks.push(words)
    length += words.length
  }
  /** The address of the body of the next command. */
  const bodyAt = (): number => address + (length + header.length) * 4
  return {
    command: (name, parts, args) => {
      anyShared ||= parts.shared
      push(opcodeOf(name), parts, pack(name, args, bodyAt()))
    },
    table: (words) => {
      const at = bodyAt()
      push(0, none, words)
      return at
    },
    length: () => length,
    isShared: () => anyShared,
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
