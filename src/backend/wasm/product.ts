/**
 * @file The engine of matmul and convolution: packed rows of A beside vectors of B, which are read in place
 * (`assembly/product.ts`), through a table of offsets or at equal steps. Strides are in bytes.
 */
import { blockLength } from '../../core/longSums.ts'
import type { CommandWriter, WorkParts } from './Command.ts'
import { partsOf } from './Command.ts'
import type { RecordOf } from './interface/Arguments.ts'

/** How many panels there are of each height. */
type Panels = RecordOf<'panels'>

export const noPanels: Panels = { fives: 0, fours: 0, threes: 0, twos: 0, ones: 0 }

/** Splits rows into panels: fives and fours where possible, then threes, which take three vectors at a time. */
export const panelsOf = (rows: number): Panels => {
  for (let fives = Math.floor(rows / 5); fives >= 0; fives--) {
    if ((rows - fives * 5) % 4 === 0) return { ...noPanels, fives, fours: (rows - fives * 5) / 4 }
  }
  if (rows === 6) return { ...noPanels, threes: 2 }
  if (rows === 7) return { ...noPanels, fours: 1, threes: 1 }
  if (rows === 11) return { ...noPanels, fours: 2, threes: 1 }
  return { ...noPanels, threes: rows === 3 ? 1 : 0, twos: rows === 2 ? 1 : 0, ones: rows === 1 ? 1 : 0 }
}

/** Panels of any height. */
export const countOf = ({ fives, fours, threes, twos, ones }: Panels): number => fives + fours + threes + twos + ones

/** Rows of A in memory. */
export interface Rows {
  readonly source: number
  readonly rowStride: number
  /** The address of a table of offsets of k, or 0 for `step` times k. */
  readonly table: number
  readonly step: number
  readonly groupStride: number
  /** Rows of a group, and their length. */
  readonly count: number
  readonly depth: number
  readonly groups: number
}

/** Packs the rows of A of all groups to `target`, in panels of these heights. */
export const packRows = (
  to: CommandWriter,
  rows: Rows,
  target: number,
  panelsByHeight: Panels = panelsOf(rows.count),
): void => {
  const { count, depth, groups } = rows
  const panels = countOf(panelsByHeight)
  const work = (count * depth) / panels
  const all = partsOf(panels * groups, work)
  const perUnit = Math.min(panels, all.perUnit)
  const blocks = Math.ceil(panels / perUnit)
  to.command(
    'packRows',
    { units: blocks * groups, perUnit, shared: all.shared && blocks * groups > 1 },
    {
      source: rows.source,
      target,
      rowStride: rows.rowStride,
      table: rows.table,
      depth,
      step: rows.step,
      sourceGroup: rows.groupStride,
      targetGroup: count * depth * 4,
      panelsByHeight,
      perUnit,
      panels,
      blocks,
    },
  )
}

/** A product: C = A B, where the columns of B and C are the pixels of `images` images of `rows` by `columns`. */
interface Product {
  readonly a: number
  /** From the rows of one group to those of the next, if they are not contiguous. */
  readonly aGroup?: number
  readonly table: number
  readonly depth: number
  readonly x: number
  readonly y: number
  readonly height: number
  readonly groups: number
  readonly xGroup: number
  readonly yGroup: number
  readonly images: number
  readonly xImage: number
  readonly yImage: number
  readonly rows: number
  readonly xRow: number
  readonly yRow: number
  readonly columns: number
  readonly yPlane: number
}

/** The pixels of a product whose columns are one row: a plain matrix, or several by groups. */
export const oneRow = { images: 1, xImage: 0, yImage: 0, rows: 1, xRow: 0, yRow: 0 } as const

/** Vectors whose addresses a thread can record at once. */
const mostVectors = 1536

/** Sums and products below which threads do not share a product: about 20 microseconds. */
const worthSharing = 0.8e6

interface Blocking {
  readonly vectorsPerUnit: number
  readonly panelsPerUnit: number
  readonly blocks: number
  readonly panelBlocks: number
  readonly parts: WorkParts
}

const blockingOf = (product: Product, vectors: number, panels: number): Blocking => {
  const flops = vectors * 8 * product.height * product.depth
  const total = flops * product.groups
  const shared = total > worthSharing
  const wanted = Math.min(96, Math.max(shared ? 2 : 1, Math.floor(total / 1.5e6)))
  const perGroup = Math.ceil(wanted / product.groups)
  // Vectors share the loads of A, so blocks of them must not be too small.
  const fewest = Math.min(vectors, 24)
  const vectorsPerUnit = Math.min(mostVectors, Math.max(fewest, Math.ceil(vectors / perGroup / 12) * 12))
  const blocks = Math.ceil(vectors / vectorsPerUnit)
  const panelBlocks = Math.min(panels, Math.ceil(perGroup / blocks))
  const panelsPerUnit = Math.ceil(panels / panelBlocks)
  const units = blocks * Math.ceil(panels / panelsPerUnit) * product.groups
  return {
    vectorsPerUnit,
    panelsPerUnit,
    blocks,
    panelBlocks: Math.ceil(panels / panelsPerUnit),
    parts: { units, perUnit: 1, shared: units > 1 && shared },
  }
}

/** Vectors that a tile of the tallest panel takes at a time. */
export const togetherOf = (height: number): number => {
  const { fives, fours, threes } = panelsOf(height)
  return fives + fours > 0 ? 2 : threes > 0 ? 3 : 4
}

/** Terms of a sum that are added in one go: blocks of equal length, none longer than `blockLength`. */
export const blockOf = (depth: number): number => Math.ceil(depth / Math.max(1, Math.ceil(depth / blockLength)))

/** Multiplies. */
const multiply = (to: CommandWriter, product: Product): void => {
  const panelsByHeight = panelsOf(product.height)
  const panels = countOf(panelsByHeight)
  const vectors = product.images * product.rows * Math.ceil(product.columns / 4)
  if (vectors === 0 || panels === 0) return
  const blocking = blockingOf(product, vectors, panels)
  to.command('multiply', blocking.parts, {
    ...product,
    aGroup: product.aGroup ?? product.height * product.depth * 4,
    panelsByHeight,
    vectorsPerUnit: blocking.vectorsPerUnit,
    vectors,
    panelsPerUnit: blocking.panelsPerUnit,
    panels,
    vectorBlocks: blocking.blocks,
    panelBlocks: blocking.panelBlocks,
    block: blockOf(product.depth),
    together: togetherOf(product.height),
  })
}

/** A product whose entries of B lie at equal steps, one row of pixels per image. */
interface StepProduct extends Omit<Product, 'table' | 'rows' | 'xRow' | 'yRow'> {
  readonly step: number
  /** From eight columns to the next eight, if the columns are not contiguous. */
  readonly xEight?: number
}

/** Bytes of A that stay in the second-level cache while the columns of a unit pass. */
const keptBytes = 256 * 1024

/** Columns of a tile: 8, 12 or 16. */
const columnsOfTiles = 48

/** Multiplies at equal steps. */
export const multiplySteps = (to: CommandWriter, product: StepProduct): void => {
  const { images, groups, columns, height, depth, aGroup = height * depth * 4 } = product
  const panelsByHeight = panelsOf(height)
  const panels = countOf(panelsByHeight)
  if (columns === 0 || panels === 0 || images === 0) return
  const total = 2 * columns * height * depth * images * groups
  const shared = total > worthSharing
  const wanted = Math.ceil(Math.min(96, Math.max(shared ? 2 : 1, Math.floor(total / 1.5e6))) / (images * groups))
  const fewestBlocks = Math.ceil((height * depth * 4) / keptBytes)
  const columnBlocks = Math.max(1, Math.min(Math.ceil(columns / columnsOfTiles), Math.ceil(wanted / fewestBlocks)))
  const columnsPerUnit = Math.ceil(columns / columnBlocks / 8) * 8
  const blocks = Math.ceil(columns / columnsPerUnit)
  const panelsPerUnit = Math.ceil(panels / Math.min(panels, Math.max(fewestBlocks, Math.ceil(wanted / blocks))))
  const panelBlocks = Math.ceil(panels / panelsPerUnit)
  const units = images * groups * panelBlocks * blocks
  to.command(
    'multiplySteps',
    { units, perUnit: 1, shared: units > 1 && shared },
    {
      ...product,
      aGroup,
      xEight: product.xEight ?? 32,
      panelsByHeight,
      columnsPerUnit,
      columnBlocks: blocks,
      panelsPerUnit,
      panels,
      panelBlocks,
      block: blockOf(depth),
    },
  )
}

/** Offsets of every k in B, and their address among the commands. */
interface Table {
  readonly at: number
  readonly offsets: readonly number[]
}

/** Writes a table. */
export const tableOf = (to: CommandWriter, offsets: readonly number[]): Table => ({ at: to.table(offsets), offsets })

/** A as packed by an engine. */
export interface Packed {
  readonly a: number
  readonly aGroup: number
  /** Entries from row to row if they are not in panels, or from column to column; by default their length. */
  readonly aRow?: number
  readonly aTransposed?: boolean
}

/** A product with its table, and the memory in which its engine works. */
export interface EngineProduct extends Omit<Product, 'table' | 'aGroup'>, Packed {
  readonly table: Table
  readonly workspace: number
}

/** What an engine knows before memory is assigned. */
export type EngineSizes = Pick<
  EngineProduct,
  'depth' | 'height' | 'groups' | 'images' | 'rows' | 'columns' | 'yImage' | 'yGroup' | 'yPlane'
> & { readonly offsets: readonly number[] }

/** How an engine uses Winograd's tiles. */
interface TileUse {
  /** The fewest tiles, over all images, for which it uses them. */
  readonly fewest: Readonly<Record<'conv' | 'convInput' | 'convFilter', number>>
  /** Tiles of one product, if there are as many, even where they exceed the cache. */
  readonly atOnce: number
}

/** What multiplies within convolutions. */
export interface Engine {
  readonly tiles: TileUse
  /** Bytes of its workspace. */
  readonly workspace: (sizes: EngineSizes) => number
  /** So many rows of A take the memory of so many when they are packed; by default of as many. */
  readonly rowsAsPacked?: (rows: number) => number
  /**
   * Packs the rows of A in the layout that it reads, to memory of their size, and returns their address: there, or the
   * original one.
   */
  readonly pack: (to: CommandWriter, rows: Rows, target: number) => Packed
  /** Whether it reads whole columns of A where others pack rows in panels. */
  readonly readsColumns: boolean
  readonly multiply: (to: CommandWriter, product: EngineProduct) => void
}

/** The distance between offsets that begin at 0, if it is always the same. */
const stepOf = (offsets: readonly number[]): number | null => {
  const step = offsets[1] ?? 4
  return step > 0 && offsets.every((offset, k) => offset === k * step) ? step : null
}

/** The tiles of the module. */
export const tileEngine: Engine = {
  tiles: { fewest: { conv: 0, convInput: 0, convFilter: 0 }, atOnce: 0 },
  workspace: () => 0,
  pack: (to, rows, target) => {
    packRows(to, rows, target)
    return { a: target, aGroup: rows.count * rows.depth * 4 }
  },
  readsColumns: false,
  multiply: (to, { table, ...product }) => {
    const step = product.rows === 1 ? stepOf(table.offsets) : null
    if (step === null) multiply(to, { ...product, table: table.at })
    else multiplySteps(to, { ...product, step })
  },
}
