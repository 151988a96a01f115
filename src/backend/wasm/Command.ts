/**
 * @file Commands: what the WebAssembly module executes. A command is 32-bit words: opcode, units, length in words,
 * whether its units are worth sharing among threads, then its arguments (addresses, counts, strides in bytes).
 */

/** The opcodes of `assembly/index.ts`; `data` is skipped. */
export const opcodes = {
  elementwise: 0,
  fused: 1,
  copyBox: 2,
  transposeMatrix: 3,
  ramp: 4,
  reduce: 5,
  argExtreme: 6,
  cumulate: 7,
  maxPool: 8,
  maxPoolIndices: 9,
  sumPool: 10,
  sumPoolInput: 11,
  gather: 12,
  scatterAdd: 13,
  lastOccurrence: 14,
  keySplit: 15,
  keyFoldIn: 16,
  uniform: 17,
  permutation: 18,
  multiply: 19,
  packRows: 20,
  packColumns: 21,
  linearTable: 22,
  padPlanes: 23,
  multiplyErrors: 24,
  winogradInput: 25,
  winogradError: 26,
  winogradOutput: 27,
  winogradKernel: 28,
  winogradFilter: 29,
  packErrors: 30,
  unpackSums: 31,
  multiplyErrorsByLanes: 32,
  multiplyRows: 33,
  argsort: 34,
  cellMagnitudes: 40,
  greatest: 41,
  judgeKernels: 42,
  mend: 43,
  channelMagnitudes: 44,
  mendFilter: 45,
  data: 255,
} as const

/** Independent units of a command: how many, how many items each has, and whether threads should share them. */
export interface Parts {
  readonly units: number
  readonly perUnit: number
  readonly shared: boolean
}

/** Nanoseconds of work below which a command stays on the calling thread. */
const worthSharing = 30_000
/** Nanoseconds of work in a unit, roughly. */
const unitWork = 12_000

/** Splits items of about `work` nanoseconds each. The split depends on nothing else, so neither do the results. */
export const partsOf = (items: number, work: number, multiple = 1): Parts => {
  const total = items * work
  const wanted = total < worthSharing ? 1 : Math.min(64, Math.max(2, Math.floor(total / unitWork)))
  const perUnit = Math.max(1, Math.ceil(items / wanted / multiple)) * multiple
  const units = Math.max(1, Math.ceil(items / perUnit))
  return { units, perUnit, shared: units > 1 && total >= worthSharing }
}

/** One unit, on the calling thread. */
export const whole: Parts = { units: 1, perUnit: 1, shared: false }

/** Writes commands one behind the other. */
export interface CommandWriter {
  readonly command: (opcode: keyof typeof opcodes, parts: Parts, args: readonly number[]) => void
  /** Writes a table of words and gives its address. */
  readonly table: (words: ArrayLike<number>) => number
  /** Words written so far. */
  readonly length: () => number
  /** Whether any command is worth sharing. */
  readonly isShared: () => boolean
  /** All that was written. */
  readonly words: () => Int32Array
}

const bits = new Float32Array(1)
const bitsAsWord = new Int32Array(bits.buffer)

/** The word that holds a float. */
export const floatWord = (value: number): number => {
  bits[0] = value
  return bitsAsWord[0]!
}

/** A writer of commands that will lie at `address`. */
export const commandWriter = (address: number): CommandWriter => {
  const chunks: Int32Array[] = []
  let length = 0
  let anyShared = false
  const push = (header: readonly number[], body: ArrayLike<number>): number => {
    const words = new Int32Array(4 + body.length)
    words.set([header[0]!, header[1]!, words.length, header[2]!])
    for (let k = 0; k < body.length; k++) words[4 + k] = body[k]! | 0
    chunks.push(words)
    length += words.length
    return address + (length - body.length) * 4
  }
  return {
    command: (opcode, { units, shared }, args) => {
      anyShared ||= shared
      push([opcodes[opcode], units, shared ? 1 : 0], args)
    },
    length: () => length,
    isShared: () => anyShared,
    table: (words) => push([opcodes.data, 0, 0], words),
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
