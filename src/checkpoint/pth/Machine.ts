/**
 * @file The machine that executes a pickle: its bytes, its stack with marks, its memo.
 */
import type { Item, PickleName, PickleStorage } from './Item.ts'
import { refuseFile, refuseWith } from './PthError.ts'
import type { PthExtra, PthTensor } from './PthValue.ts'

/** What the pickle requires of its file. */
export interface Unpickling {
  readonly bytes: Uint8Array
  readonly from: number
  /** The maximum number of steps: opcodes that are run, and items that one of them copies. */
  readonly mostSteps: number
  /** The meaning of a name; `null` if it is not one of ours. */
  readonly find: (module: string, name: string) => PickleName | PthExtra | null
  /** A tensor over a storage, with the offset, shape and strides given in the file. */
  readonly tensor: (storage: PickleStorage, view: readonly Item[]) => PthTensor
}

/** Bytes, read in sequence; a read past the end is refused. */
export interface Bytes {
  readonly u8: () => number
  readonly u16: () => number
  readonly u32: () => number
  readonly u64: () => number
  readonly i32: () => number
  /** A float64, big-endian, as in pickles. */
  readonly f64: () => number
  /** A whole number of this many bytes, little-endian, in two's complement. */
  readonly long: (length: number) => number | bigint
  readonly text: (length: number) => string
  /** Skips this many bytes. */
  readonly skip: (length: number) => void
  /** Text up to a line feed. */
  readonly line: () => string
  /** How many bytes are left. */
  readonly left: () => number
  readonly at: () => number
}

/** What opcodes work on. */
export interface PickleMachine {
  readonly job: Unpickling
  readonly read: Bytes
  readonly push: (item: Item) => void
  readonly pop: () => Item
  readonly top: () => Item
  /** The last items, in order. */
  readonly popMany: (count: number) => readonly Item[]
  readonly mark: () => void
  /** The items since the last mark; the mark is removed. */
  readonly popMark: () => readonly Item[]
  /** The memo: items saved by number. */
  // eslint-disable-next-line no-restricted-syntax -- written by the machine that it belongs to
  readonly memo: Map<number, Item>
  readonly stop: (reason: string) => never
  /** Refuses the file for a Python name. */
  readonly refuseName: (module: string, name: string) => never
  /** Counts steps; stops the machine when more than the maximum have run. */
  readonly count: (steps: number) => void
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The maximum length of a whole number, in bytes; PyTorch's longest, its magic number, has 10. */
const longestNumber = 1024

const wholeNumber = (bytes: Uint8Array): number | bigint => {
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).reverse()
  const value = BigInt(`0x0${digits.join('')}`)
  const signed = (bytes.at(-1) ?? 0) >= 0x80 ? value - (1n << BigInt(8 * bytes.length)) : value
  return signed >= -(2n ** 53n) && signed <= 2n ** 53n ? Number(signed) : signed
}

const bytesFrom = (bytes: Uint8Array, from: number, stop: PickleMachine['stop']): Bytes => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = from
  const take = (count: number): number => {
    const here = at
    if (!(count >= 0 && count <= bytes.length - here)) stop(`it ends in the middle of an argument of ${count} bytes`)
    at += count
    return here
  }
  const text = (length: number): string => {
    const start = take(length)
    try {
      return utf8.decode(bytes.subarray(start, at))
    } catch {
      return stop('a text is not UTF-8')
    }
  }
  return {
    u8: () => view.getUint8(take(1)),
    u16: () => view.getUint16(take(2), true),
    u32: () => view.getUint32(take(4), true),
    u64: () => Number(view.getBigUint64(take(8), true)),
    i32: () => view.getInt32(take(4), true),
    f64: () => view.getFloat64(take(8), false),
    long: (length) => {
      const start = take(length)
      if (length > longestNumber)
        stop(`a whole number of ${length} bytes is more than the ${longestNumber} that are read`)
      return wholeNumber(bytes.subarray(start, at))
    },
    text,
    skip: (length) => void take(length),
    line: () => {
      const end = bytes.indexOf(10, at)
      const found = end < 0 ? stop('a line does not end') : text(end - at)
      at += 1
      return found
    },
    left: () => bytes.length - at,
    at: () => at,
  }
}

/** A machine at the beginning of a pickle; `opcodeAt` returns the offset of the current opcode, for errors. */
export const machineFor = (job: Unpickling, opcodeAt: () => number): PickleMachine => {
  let stack: Item[] = []
  const marked: Item[][] = []
  const stop = (reason: string): never => refuseFile(reason, opcodeAt())
  let steps = 0
  const existing = (item: Item | undefined): Item => (item === undefined ? stop('it takes from an empty stack') : item)
  return {
    job,
    read: bytesFrom(job.bytes, job.from, stop),
    push: (item) => {
      stack.push(item)
    },
    pop: () => existing(stack.pop()),
    top: () => existing(stack.at(-1)),
    popMany: (count) =>
      stack.length < count ? stop('it takes from an empty stack') : stack.splice(stack.length - count),
    mark: () => {
      marked.push(stack)
      stack = []
    },
    popMark: () => {
      const items = stack
      stack = marked.pop() ?? stop('a mark is missing')
      return items
    },
    memo: new Map(),
    stop,
    refuseName: (module, name) => refuseWith({ _tag: 'PthName', module, name, at: opcodeAt() }),
    count: (more) => {
      steps += more
      if (steps > job.mostSteps) stop(`it has more than ${job.mostSteps} steps`)
    },
  }
}
