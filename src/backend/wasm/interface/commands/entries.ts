/**
 * @file Commands over the entries of arrays: elementwise operations, copies, reductions, indexing, random numbers,
 * sorting.
 */
import type { Layout } from '../records.ts'

/** Lines along an axis; consecutive entries of a line are `inner` entries apart. */
const lines = {
  source: 'address',
  target: 'address',
  length: 'count',
  inner: 'count',
  perUnit: 'count',
  lines: 'count',
} as const

/** Commands over entries. */
export const entryCommands = {
  elementwise: {
    operation: 'elementwiseOperation',
    perUnit: 'count',
    count: 'count',
    target: 'address',
    a: 'address',
    b: 'address',
    c: 'address',
  },
  fused: {
    perUnit: 'count',
    count: 'count',
    /** Floats per block. */
    block: 'count',
    broadcasts: ['broadcast'],
    steps: ['fusedStep'],
  },
  copyBox: { source: 'address', target: 'address', perUnit: 'count', rows: 'count', axes: ['boxAxis'] },
  /** A unit is a band of 64 rows of one matrix. */
  transposeMatrix: {
    source: 'address',
    target: 'address',
    rows: 'count',
    columns: 'count',
    fromRow: 'bytes',
    toRow: 'bytes',
    fromMatrix: 'bytes',
    toMatrix: 'bytes',
  },
  /** value + index * increment. */
  ramp: { target: 'address', perUnit: 'count', count: 'count', value: 'float', increment: 'float' },
  /** An item is an output, or 16 neighbouring outputs if the innermost axis is kept. `axes` are the other axes. */
  reduce: {
    operation: 'reduction',
    source: 'address',
    target: 'address',
    isInnerReduced: 'flag',
    inner: 'count',
    perUnit: 'count',
    items: 'count',
    /** Entries along the reduced axes. */
    runs: 'count',
    kept: ['stridedAxis'],
    reduced: ['stridedAxis'],
  },
  /** sign: 1 for the largest, -1 for the smallest. */
  argExtreme: { ...lines, sign: 'float' },
  cumulate: lines,
  /** `end` is the end of the range of exact indices. */
  gather: {
    source: 'address',
    indices: 'address',
    target: 'address',
    /** Entries of the source, and indices, along the axis. */
    length: 'count',
    count: 'count',
    inner: 'count',
    perUnit: 'count',
    outers: 'count',
    end: 'count',
  },
  scatterAdd: {
    indices: 'address',
    updates: 'address',
    target: 'address',
    /** Entries of the result, and indices, along the axis. */
    size: 'count',
    count: 'count',
    inner: 'count',
    perUnit: 'count',
    outers: 'count',
    end: 'count',
    /** Totals in 64 bits, `totalsBytes` per unit, for so many inner entries at a time; 0 if few updates meet. */
    totals: 'address',
    columns: 'count',
    totalsBytes: 'bytes',
  },
  /** table: a power of two words, one more than `mask`, at least twice the length. */
  lastOccurrence: {
    source: 'address',
    target: 'address',
    length: 'count',
    inner: 'count',
    lines: 'count',
    table: 'address',
    mask: 'count',
  },
  keySplit: { key: 'address', target: 'address', index: 'count' },
  keyFoldIn: { key: 'address', data: 'address', target: 'address' },
  /** A unit is a multiple of 8 floats. */
  uniform: { key: 'address', target: 'address', perUnit: 'count', count: 'count' },
  permutation: { key: 'address', target: 'address', count: 'count' },
  argsort: {
    ...lines,
    /** Places to write. */
    count: 'count',
    isDescending: 'flag',
    workspace: 'address',
    /** Bytes of the workspace per unit. */
    lineBytes: 'bytes',
  },
} as const satisfies Readonly<Record<string, Layout>>
