/** @file Commands of products of matrices, and of windows as matrices, by the engine of `product.ts`. */
import type { Layout } from '../records.ts'

/** Cotangents times padded planes, summed over the pixels. */
export const cotangentProduct = {
  x: 'address',
  cotangents: 'address',
  /** [group][panel][taps, rounded up to five][8], in 64 bits. */
  sums: 'address',
  /** Offsets of the taps in a plane of x. */
  table: 'address',
  taps: 'count',
  /** Panels of channels per group. */
  panels: 'count',
  xGroup: 'bytes',
  /** From the cotangents of one panel to the next; by lanes, from those of one channel to the next. */
  cotangentsPanel: 'bytes',
  images: 'count',
  xImage: 'bytes',
  rows: 'count',
  xRow: 'bytes',
  columns: 'count',
  pixelsOfChunk: 'count',
  /** Blocks of taps, and fives of taps in a block. */
  blocks: 'count',
  fivesOfBlock: 'count',
  /** Whether the sums start from 0. */
  isFirst: 'flag',
  /** Channels per group. */
  channels: 'count',
  cotangentsImage: 'bytes',
  cotangentsRow: 'bytes',
} as const

/** Packed rows of A, and pixels of B and C: rows of images of groups; every k has its offset in a table. */
const overPixels = {
  a: 'address',
  aGroup: 'bytes',
  table: 'address',
  depth: 'count',
  x: 'address',
  xGroup: 'bytes',
  xImage: 'bytes',
  xRow: 'bytes',
  y: 'address',
  yGroup: 'bytes',
  yImage: 'bytes',
  yRow: 'bytes',
  yPlane: 'bytes',
} as const

/** Commands of products. */
export const productCommands = {
  /** C = A B, A in packed panels, B read through a table of offsets (`product.ts`). */
  multiply: {
    ...overPixels,
    rows: 'count',
    columns: 'count',
    panelsByHeight: 'panels',
    vectorsPerUnit: 'count',
    vectors: 'count',
    panelsPerUnit: 'count',
    panels: 'count',
    /** Blocks of vectors, and of panels. */
    vectorBlocks: 'count',
    panelBlocks: 'count',
    /** Terms of a sum that are added in one go. */
    block: 'count',
    /** Vectors that are kept side by side at the end of a row. */
    together: 'count',
  },
  /**
   * C = A B, A in packed panels; each column of B holds its entries `step` bytes apart. A unit is a block of panels and of
   * columns of one image.
   */
  multiplySteps: {
    a: 'address',
    aGroup: 'bytes',
    depth: 'count',
    x: 'address',
    xGroup: 'bytes',
    xImage: 'bytes',
    step: 'bytes',
    /** From eight columns to the next eight. */
    xEight: 'bytes',
    y: 'address',
    yGroup: 'bytes',
    yImage: 'bytes',
    yPlane: 'bytes',
    groups: 'count',
    columns: 'count',
    panelsByHeight: 'panels',
    columnsPerUnit: 'count',
    columnBlocks: 'count',
    panelsPerUnit: 'count',
    panels: 'count',
    panelBlocks: 'count',
    /** Terms of a sum that are added in one go. */
    block: 'count',
  },
  /**
   * C = A B, A in panels of eight rows, [panel][k][8], B read through a table of offsets: five pixels of a row at a time. A
   * unit is a block of rows of pixels, which are counted over all images, and of panels of one group.
   */
  multiplyPixels: {
    ...overPixels,
    images: 'count',
    rows: 'count',
    columns: 'count',
    height: 'count',
    rowsPerUnit: 'count',
    /** Blocks of rows. */
    blocks: 'count',
    panelsPerUnit: 'count',
    panelBlocks: 'count',
  },
  /**
   * A gradient of the input whose vectors are images, `imageBytes` from cell to cell, in x as in y: each cell sums over the
   * taps that reach it. A unit is a number of rows of cells.
   */
  multiplyImages: {
    x: 'address',
    y: 'address',
    images: 'count',
    imageBytes: 'bytes',
    perUnit: 'count',
    /** Columns of outputs. */
    outputs: 'count',
    lowRow: 'count',
    /** Rows of taps in all. */
    tapRows: 'count',
    panelsByHeight: 'panels',
    panels: 'count',
    channels: 'count',
    rows: ['reachedRow'],
    columns: ['reachedColumn'],
  },
  /** table: offsets of k, or 0 for `step` times k. */
  packRows: {
    source: 'address',
    target: 'address',
    rowStride: 'bytes',
    table: 'address',
    depth: 'count',
    step: 'bytes',
    sourceGroup: 'bytes',
    targetGroup: 'bytes',
    panelsByHeight: 'panels',
    perUnit: 'count',
    panels: 'count',
    blocks: 'count',
  },
  /** Into panels of eight columns. */
  packColumns: {
    source: 'address',
    target: 'address',
    rowStride: 'bytes',
    rows: 'count',
    perUnit: 'count',
    panels: 'count',
  },
  /** A unit is a panel and a block of taps. */
  multiplyCotangents: cotangentProduct,
  /** Cotangents are read in place, four pixels at a time; columns are a multiple of four. */
  multiplyCotangentsByLanes: cotangentProduct,
  /** y = x wT, with x [m, k], w [n, k]; a unit is a multiple of four rows of w. */
  multiplyRows: {
    x: 'address',
    w: 'address',
    y: 'address',
    m: 'count',
    k: 'count',
    perUnit: 'count',
    n: 'count',
    /** Terms that are added in one go, as in \`multiply\`. */
    block: 'count',
  },
  /** What `multiply` reads through its table, as one matrix [depth][pixels] per image and group, contiguous. */
  gatherPixels: {
    x: 'address',
    table: 'address',
    target: 'address',
    depth: 'count',
    /** Rows of the matrix per unit, and units per matrix. */
    perUnit: 'count',
    units: 'count',
    groups: 'count',
    xGroup: 'bytes',
    xImage: 'bytes',
    xRow: 'bytes',
    rows: 'count',
    columns: 'count',
  },
  /**
   * C = A B for each image and group, by the function that the host of the module supplies. Entries of a row are
   * contiguous; rows are `aRow`, `bRow`, `cRow` entries apart. A unit is a block of rows and of columns of one product.
   */
  hostProduct: {
    a: 'address',
    aGroup: 'bytes',
    aImage: 'bytes',
    aRow: 'count',
    /** Whether A is stored as its transpose, and B. */
    aTransposed: 'flag',
    b: 'address',
    bGroup: 'bytes',
    bImage: 'bytes',
    bRow: 'count',
    bTransposed: 'flag',
    c: 'address',
    cGroup: 'bytes',
    cImage: 'bytes',
    cRow: 'count',
    height: 'count',
    width: 'count',
    depth: 'count',
    groups: 'count',
    /** Products that are added to one another, and the distance from one to the next in A and B. */
    terms: 'count',
    aTerm: 'bytes',
    bTerm: 'bytes',
    /** Terms of a sum that are added in one go. */
    block: 'count',
    /** Memory beside C for the sums of a group of blocks, or 0 if there is one group that begins from 0. */
    spare: 'bytes',
    /** Whether the product is added to the contents of C. */
    isAdded: 'flag',
    rowsPerUnit: 'count',
    rowBlocks: 'count',
    columnsPerUnit: 'count',
    columnBlocks: 'count',
  },
} as const satisfies Readonly<Record<string, Layout>>
