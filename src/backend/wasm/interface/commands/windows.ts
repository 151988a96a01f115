/** @file Commands over windows: pooling, what convolutions do besides products, Winograd's tiles, and mending (`mend.ts`). */
import type { Layout } from '../records.ts'

/** Planes whose tiles are transformed, and where those of a batch are: `floats` per channel at each point. */
const tiles = {
  source: 'address',
  target: 'address',
  perUnit: 'count',
  channels: 'count',
  images: 'count',
  imageBytes: 'bytes',
  height: 'count',
  width: 'count',
  firstRow: 'count',
  rows: 'count',
  columns: 'count',
  floats: 'count',
  pointBytes: 'bytes',
} as const

/** The same, padded: `low` is how far the first tile starts before the planes. */
export const paddedTiles = { ...tiles, lowRow: 'count', lowColumn: 'count' } as const

/** Commands over windows. */
export const windowCommands = {
  maxPool: { pool: 'pool' },
  /** values: where the pooled values are also written, or 0. */
  maxPoolIndices: { pool: 'pool', values: 'address' },
  sumPool: { pool: 'pool' },
  /** totals: those of a unit in 64 bits, `totalsBytes` apart, or 0 if few windows cover a cell. */
  sumPoolInput: { pool: 'pool', totals: 'address', totalsBytes: 'bytes' },
  padPlanes: {
    source: 'address',
    target: 'address',
    perUnit: 'count',
    planes: 'count',
    targetPlane: 'bytes',
    rows: 'paddedAxis',
    columns: 'paddedAxis',
  },
  /** A unit is an image of a panel of eight channels. */
  packCotangents: {
    source: 'address',
    target: 'address',
    pixels: 'count',
    images: 'count',
    /** Channels and panels per group. */
    channels: 'count',
    panels: 'count',
    imageBytes: 'bytes',
  },
  unpackSums: {
    sums: 'address',
    target: 'address',
    taps: 'count',
    /** Channels and panels per group. */
    channels: 'count',
    panels: 'count',
    perUnit: 'count',
    rows: 'count',
    /** Whether the sums are vectors, those of `multiplyCotangentsByLanes`. */
    isByLanes: 'flag',
  },
  winogradInput: paddedTiles,
  winogradCotangent: paddedTiles,
  winogradOutput: tiles,
  /** Into packed rows; taps are `tapStride` apart, starting at `firstTap`. */
  winogradKernel: {
    source: 'address',
    target: 'address',
    rowStride: 'bytes',
    depthStride: 'bytes',
    firstTap: 'bytes',
    tapStride: 'bytes',
    depth: 'count',
    pointBytes: 'bytes',
    /** The rows of a matrix with whole columns, [k][row], four of them per panel; 0 if panels are apart. */
    wholeRows: 'count',
    panelsByHeight: 'panels',
    perUnit: 'count',
    panels: 'count',
  },
  /** Back to kernels of four columns or more. */
  winogradFilter: {
    source: 'address',
    target: 'address',
    perUnit: 'count',
    rows: 'count',
    columns: 'count',
    pointBytes: 'bytes',
  },
  /** Sums over channels of the cells from `first` up to `end`, and, `toGreatest` after them, the greatest. */
  cellMagnitudes: {
    source: 'address',
    target: 'address',
    channels: 'count',
    /** Cells per plane, cells per unit, and units per image. */
    cells: 'count',
    perUnit: 'count',
    units: 'count',
    toGreatest: 'bytes',
    firstImage: 'count',
    first: 'count',
    end: 'count',
  },
  /**
   * The greatest magnitudes of a matrix, and their sums. With a period: of the entries of each row (a line) at each
   * position of the period, and the sums of each row. Without (0): of each column of each group; a line is a group, or
   * a column if there is only one group.
   */
  greatest: {
    source: 'address',
    target: 'address',
    sums: 'address',
    rows: 'count',
    columns: 'count',
    period: 'count',
    perUnit: 'count',
    lines: 'count',
    groups: 'count',
  },
  /** Leaves a `judgement` at the target (`findings.ts`). */
  judgeKernels: {
    greatest: 'address',
    sums: 'address',
    target: 'address',
    kernels: 'count',
    /** Magnitudes, and sums, of each kernel. */
    magnitudes: 'count',
    sumsOfKernel: 'count',
    isTiled: 'flag',
    /** Taps that every output reads at its border: rows from `top` on and up to `bottom`, columns likewise. */
    top: 'count',
    bottom: 'count',
    left: 'count',
    right: 'count',
  },
  mend: {
    input: 'address',
    kernel: 'address',
    output: 'address',
    /** The `judgement` from `judgeKernels`. */
    found: 'address',
    /** The results of `cellMagnitudes`, or 0 if no tile was used. */
    magnitudes: 'address',
    toGreatest: 'bytes',
    /** Kernels, and planes of the input, per group. */
    kernels: 'count',
    planes: 'count',
    groups: 'count',
    kernelStride: 'bytes',
    planeStride: 'bytes',
    groupStride: 'bytes',
    /** Rows of outputs per unit, and units per image. */
    perUnit: 'count',
    units: 'count',
    rows: 'mendedAxis',
    columns: 'mendedAxis',
    /** Padding before the first tile. */
    lowRow: 'count',
    lowColumn: 'count',
  },
  /**
   * Leaves a `channelMagnitude` for each channel (`findings.ts`), added to the previous one unless `isFirst`. The core,
   * which excludes the border, is given by its first row and column and their ends.
   */
  channelMagnitudes: {
    source: 'address',
    target: 'address',
    perUnit: 'count',
    channels: 'count',
    firstImage: 'count',
    images: 'count',
    height: 'count',
    width: 'count',
    coreTop: 'count',
    coreBottom: 'count',
    coreLeft: 'count',
    coreRight: 'count',
    /** The number of rows that are read. */
    first: 'count',
    end: 'count',
    isFirst: 'flag',
  },
  mendFilter: {
    input: 'address',
    cotangent: 'address',
    gradient: 'address',
    /** The `channelMagnitude`s of both, or 0 if no tile was used. */
    ofInput: 'address',
    ofCotangent: 'address',
    /** Counts per group. */
    channels: 'count',
    features: 'count',
    groups: 'count',
    images: 'count',
    perUnit: 'count',
    rows: 'mendedAxis',
    columns: 'mendedAxis',
  },
} as const satisfies Readonly<Record<string, Layout>>
