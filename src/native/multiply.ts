/**
 * @file Products by the library as commands: split into blocks of rows and columns that threads share. The split
 * depends only on the sizes, and each block is one call on one thread, so results do not depend on the number of
 * threads.
 */
import { blockLength } from '../core/longSums.ts'
import type { CommandWriter } from '../backend/wasm/Command.ts'

/** How a matrix is stored: rows are `row` entries apart; those of another group or image are so many bytes away. */
interface Matrix {
  readonly at: number
  readonly row: number
  readonly isTransposed?: boolean
  readonly group?: number
  readonly image?: number
}

/** Products C = A B for each image and group. */
export interface Multiplication {
  readonly height: number
  readonly width: number
  readonly depth: number
  readonly groups: number
  readonly images: number
}

/** Products that are summed into one: how many there are, and the distance from one to the next. */
interface Terms {
  readonly terms: number
  readonly aTerm: number
  readonly bTerm: number
  /** Whether they are added to the contents of C. */
  readonly isAdded: boolean
}

/** One product. */
const alone: Terms = { terms: 1, aTerm: 0, bTerm: 0, isAdded: false }

/** The number of multiplications below which threads do not share a product. */
const worthSharing = 1e6
/** The fewest in a block that one thread computes: smaller blocks cost more, since each packs its operands anew. */
const worthOfBlock = 3e6
/** The fewest rows or columns of a block. */
const leastSide = 64
const mostBlocks = 64

/** The sides of the blocks of a sum of products: the longer side is split first, into 2, 4, 8 and so on. */
const sidesOf = (
  { height, width, depth, groups, images }: Multiplication,
  terms: number,
): readonly [rows: number, columns: number] => {
  const worth = (height * width * depth * terms) / worthOfBlock
  const wanted = Math.min(worth < 2 ? 1 : 2 ** Math.floor(Math.log2(worth)), Math.ceil(mostBlocks / (groups * images)))
  const most = (side: number): number => Math.max(1, Math.floor(side / leastSide))
  const [long, short] = height > width ? [height, width] : [width, height]
  const ofLong = Math.max(1, Math.min(wanted, most(long)))
  const ofShort = Math.max(1, Math.min(Math.floor(wanted / ofLong), most(short)))
  const lengthOf = (side: number, parts: number): number => Math.min(side, Math.ceil(side / parts / 16) * 16)
  const [longs, shorts] = [lengthOf(long, ofLong), lengthOf(short, ofShort)]
  return height > width ? [longs, shorts] : [shorts, longs]
}

/** Blocks per group of sums, which the module adds one by one (`assembly/hostProduct.ts`). */
const blocksOfGroup = 64

const blockOf = (depth: number): number => Math.ceil(depth / Math.ceil(depth / blockLength))

/** Whether a product needs memory beside C, of the size of C, for the sums of a group. */
export const needsSpare = (depth: number, { terms, isAdded }: Terms = alone): boolean =>
  isAdded || terms * Math.ceil(depth / blockLength) > blocksOfGroup

/** Writes products; `spare` is the distance from C to the memory beside it, if that is needed. */
export const multiply = (
  to: CommandWriter,
  product: Multiplication,
  [a, b, c]: readonly [Matrix, Matrix, Matrix],
  { terms, aTerm, bTerm, isAdded }: Terms = alone,
  spare = 0,
): void => {
  const { height, width, depth, groups, images } = product
  const [rowsPerUnit, columnsPerUnit] = sidesOf(product, terms)
  const [rowBlocks, columnBlocks] = [Math.ceil(height / rowsPerUnit), Math.ceil(width / columnsPerUnit)]
  const units = groups * images * rowBlocks * columnBlocks
  const work = groups * images * height * width * depth * terms
  to.command(
    'hostProduct',
    { units, perUnit: 1, shared: units > 1 && work > worthSharing },
    {
      a: a.at,
      aGroup: a.group ?? 0,
      aImage: a.image ?? 0,
      aRow: a.row,
      aTransposed: a.isTransposed ?? false,
      b: b.at,
      bGroup: b.group ?? 0,
      bImage: b.image ?? 0,
      bRow: b.row,
      bTransposed: b.isTransposed ?? false,
      c: c.at,
      cGroup: c.group ?? 0,
      cImage: c.image ?? 0,
      cRow: c.row,
      height,
      width,
      depth,
      groups,
      terms,
      aTerm,
      bTerm,
      block: blockOf(depth),
      spare,
      isAdded,
      rowsPerUnit,
      rowBlocks,
      columnsPerUnit,
      columnBlocks,
    },
  )
}
