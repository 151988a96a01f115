/**
 * @file What the compiled kernels and their host both read: kinds of arguments, enumerations, and records within the
 * arguments of a command (`commands.ts`). `npm run build:wasm` writes the AssemblyScript side from these tables.
 *
 * Every scalar is one word of 32 bits, in the order of the table. A list `[record]` is two words, the address of its
 * first item and the number of items; the items follow the arguments.
 */
import { elementwiseNames } from '../../../core/elementwise.ts'

/** What one word holds: an address, a distance in bytes, a whole number, a float32, or a truth value. */
export type ScalarField = 'address' | 'bytes' | 'count' | 'float' | 'flag'

/** What an argument may be: a scalar, the name of an enumeration or of a record, or a list of records. */
export type FieldKind = ScalarField | keyof Enumerations | keyof Records | readonly [keyof Records]

/** Names of arguments and their kinds, in the order of their words. */
export type Layout = Readonly<Record<string, FieldKind>>

/** Named values; a word holds the position of one in its list. */
export const enumerations = {
  elementwiseOperation: elementwiseNames,
  reduction: ['sum', 'max', 'min', 'logsumexp'],
} as const

export type Enumerations = typeof enumerations

/** Records within arguments. */
export const records = {
  /** An axis of a box that is copied, with the distances between its entries in both places. */
  boxAxis: { length: 'count', from: 'bytes', to: 'bytes' },
  /** An axis of an array that is read by strides. */
  stridedAxis: { length: 'count', stride: 'bytes' },
  /** An operand of a fused instruction that is broadcast to a block of scratch. */
  broadcast: { source: 'address', block: 'count', axes: ['stridedAxis'] },
  /** An array like the output, by its address, or a block of scratch, by its number. */
  operand: { place: 'address', isBlock: 'flag' },
  /** A step of a fused instruction; operands that the operation lacks are not read. */
  fusedStep: { operation: 'elementwiseOperation', target: 'operand', a: 'operand', b: 'operand', c: 'operand' },
  /** How many panels of a packed matrix have five rows, four, and so on; the taller ones come first. */
  panels: { fives: 'count', fours: 'count', threes: 'count', twos: 'count', ones: 'count' },
  /** The taps that reach a row of cells. */
  reachedRow: { first: 'count', count: 'count' },
  /** The packed weights and the offsets of the taps that reach a column of cells, and their terms per row of taps. */
  reachedColumn: { a: 'address', table: 'address', depth: 'count' },
  /** An axis of a pooling window. */
  windowAxis: {
    input: 'count',
    kernel: 'count',
    stride: 'count',
    low: 'count',
    dilation: 'count',
    inputDilation: 'count',
    output: 'count',
  },
  /** Pooling of planes; for the adjoint the source is what was pooled. */
  pool: {
    source: 'address',
    target: 'address',
    perUnit: 'count',
    planes: 'count',
    rows: 'windowAxis',
    columns: 'windowAxis',
  },
  /** An axis of padded planes: entry r of phase f is cell `(r * stride + f - low) / spread`. */
  paddedAxis: { input: 'count', stride: 'count', low: 'count', spread: 'count', length: 'count' },
  /** How outputs and taps meet cells: `(scale * output + step * tap + start) / spacing`, if whole and one of the cells. */
  mendedAxis: {
    taps: 'count',
    outputs: 'count',
    scale: 'count',
    step: 'count',
    start: 'count',
    spacing: 'count',
    cells: 'count',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, unknown>>>>

export type Records = typeof records

/** The words before the arguments of a command. */
export const header = ['opcode', 'units'] as const

/**
 * Bits of an entry of the order of commands, beside the distance of the command from the first one in bytes: whether it
 * runs side by side with the command before it, and whether threads share it and those that follow side by side.
 */
export const orderBit = { isBeside: 1, isShared: 2 } as const

/** The words that the calling thread and its workers share, by position. */
export const controlWord = {
  /** The first unit of the shared commands that no thread has taken; it and the next word are read as one. */
  nextUnit: 0,
  /** The unit behind the last one that no thread has taken. */
  endUnit: 1,
  /** The address of the first entry in the order of what is shared. */
  entry: 2,
  unitsDone: 3,
  /** How often commands were shared, on which sleepers wait. */
  shared: 4,
  sleepers: 5,
  isLeaving: 6,
  isRefused: 7,
  /** The index that was refused, a float. */
  refusedIndex: 8,
  /** Polls before an idle worker sleeps. */
  spins: 9,
  /** The address of the first command of the program. */
  base: 10,
} as const
