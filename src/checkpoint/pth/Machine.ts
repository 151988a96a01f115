/**
 * @file The machine that a pickle is a program for: its bytes, its stack with marks, its memo.
 */
import type { Item, PickleName, PickleStorage } from './Item.ts'
import { refuseFile } from './PthError.ts'
import type { PthExtra, PthTensor } from './PthValue.ts'

/** What the pickle asks of the file that it is in. */
export interface Unpickling {
  readonly bytes: Uint8Array
  readonly from: number
  /** The most steps: opcodes that are run, and items that one copies. */
  readonly mostSteps: number
  /** What a name stands for; `null` where it is not one of ours. */
  readonly find: (module: string, name: string) => PickleName | PthExtra | null
  /** A tensor over a storage: offset, shape and strides as they stand in the file. */
  readonly tensor: (storage: PickleStorage, view: readonly Item[]) => PthTensor
}

/** Bytes, read one after another; what would read past the end is refused. */
export interface Bytes {
  readonly u8: () => number
  readonly u16: () => number
  readonly u32: () => number
  readonly u64: () => number
  readonly i32: () => number
  /** A float64, big-endian, as pickles have them. */
  readonly f64: () => number
  /** A whole number of this many bytes, little-endian, in two's complement. */
  readonly long: (length: number) => number | bigint
  readonly text: (length: number) => string
  /** Passes over so many bytes. */
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
  /** The last items, first to last. */
  readonly popMany: (count: number) => readonly Item[]
  readonly mark: () => void
  /** The items since the last mark, which goes. */
  readonly popMark: () => readonly Item[]
  /** What was put aside, by number. */
  // eslint-disable-next-line no-restricted-syntax -- written by the machine that it belongs to
  readonly memo: Map<number, Item>
  readonly stop: (reason: string) => never
  /** Counts so many steps; stops the machine after the most that are allowed. */
  readonly count: (steps: number) => void
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The most bytes of a whole number; PyTorch's longest, its magic number, has 10. */
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

/** A machine at the beginning of a pickle; `opcodeAt` says where the opcode is that runs, for errors. */
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
    count: (more) => {
      steps += more
      if (steps > job.mostSteps) stop(`it has more than ${job.mostSteps} steps`)
    },
  }
}
