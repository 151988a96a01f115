/** @file Commands of convolutions by Winograd's tiles, and of mending (`mend.ts`). */
import type { Layout } from '../records.ts'

/** Planes whose tiles are transformed, and where those of a batch lie: `floats` of a channel at each point. */
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

/** Commands of tiles and of mending. */
export const tileCommands = {
  winogradInput: paddedTiles,
  winogradCotangent: paddedTiles,
  winogradOutput: tiles,
  /** Into packed rows; a tap lies `tapStride` behind the one before, the first one at `firstTap`. */
  winogradKernel: {
    source: 'address',
    target: 'address',
    rowStride: 'bytes',
    depthStride: 'bytes',
    firstTap: 'bytes',
    tapStride: 'bytes',
    depth: 'count',
    pointBytes: 'bytes',
    /** The rows of a matrix whose columns lie whole, [k][row], four of them a panel; 0 where panels lie apart. */
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
  /** Sums over channels, and `toGreatest` behind them the greatest, of the cells from `first` up to `end`. */
  cellMagnitudes: {
    source: 'address',
    target: 'address',
    channels: 'count',
    /** Cells of a plane, of a unit, and units of an image. */
    cells: 'count',
    perUnit: 'count',
    units: 'count',
    toGreatest: 'bytes',
    firstImage: 'count',
    first: 'count',
    end: 'count',
  },
  /**
   * The greatest magnitudes of a matrix, and their sums. With a period: of the entries of each row (a line) at each place of
   * the period, and the sums of each row. Without (0): of each column of each group; a line is a group, or a column where
   * there is one group.
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
    /** Taps that every output sees at its border: rows from `top` on and up to `bottom`, columns likewise. */
    top: 'count',
    bottom: 'count',
    left: 'count',
    right: 'count',
  },
  mend: {
    input: 'address',
    kernel: 'address',
    output: 'address',
    /** The `judgement` that `judgeKernels` left. */
    found: 'address',
    /** What `cellMagnitudes` found, or 0 where no tile was used. */
    magnitudes: 'address',
    toGreatest: 'bytes',
    /** Kernels, and planes of the input, of a group. */
    kernels: 'count',
    planes: 'count',
    groups: 'count',
    kernelStride: 'bytes',
    planeStride: 'bytes',
    groupStride: 'bytes',
    /** Rows of outputs of a unit, and units of an image. */
    perUnit: 'count',
    units: 'count',
    rows: 'mendedAxis',
    columns: 'mendedAxis',
    /** Padding before the first tile. */
    lowRow: 'count',
    lowColumn: 'count',
  },
  /**
   * Leaves a `channelMagnitude` for each channel (`findings.ts`), added to what is there unless `isFirst`. The core, which is
   * not the border, is given by its first row and column and their ends.
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
    /** Rows that are looked at. */
    first: 'count',
    end: 'count',
    isFirst: 'flag',
  },
  mendFilter: {
    input: 'address',
    cotangent: 'address',
    gradient: 'address',
    /** The `channelMagnitude`s of both, or 0 where no tile was used. */
    ofInput: 'address',
    ofCotangent: 'address',
    /** Of a group. */
    channels: 'count',
    features: 'count',
    groups: 'count',
    images: 'count',
    perUnit: 'count',
    rows: 'mendedAxis',
    columns: 'mendedAxis',
  },
} as const satisfies Readonly<Record<string, Layout>>
