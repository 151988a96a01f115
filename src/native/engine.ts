/**
 * @file The library as the engine of convolution: the pixels that the taps read are gathered into matrices, some images
 * or rows at a time, and one product per matrix computes the outputs. If the pixels already form a matrix, as for 1x1
 * kernels, they are read in place. Weights are read as stored.
 */
import type { CommandWriter } from '../backend/wasm/Command.ts'
import { partsOf } from '../backend/wasm/Command.ts'
import { bytesOf } from '../backend/wasm/Lowering.ts'
import type { Engine, EngineProduct, EngineSizes } from '../backend/wasm/product.ts'
import { noPanels, packRows } from '../backend/wasm/product.ts'
import { multiply, needsSpare } from './multiply.ts'

/** Bytes of gathered pixels that are processed at a time: they stay in the second-level cache. */
const mostGathered = 1 << 20

/** Some images, or some pixels of one image: whole rows, or a part of a single row. */
interface Chunk {
  readonly firstImage: number
  readonly images: number
  readonly firstRow: number
  readonly rows: number
  readonly firstColumn: number
  readonly columns: number
}

type Pixels = Pick<EngineSizes, 'images' | 'rows' | 'columns'>

const chunked = (count: number, atOnce: number): readonly (readonly [first: number, count: number])[] =>
  Array.from({ length: Math.ceil(count / atOnce) }, (_, k) => [k * atOnce, Math.min(atOnce, count - k * atOnce)])

/** Chunks of at most so many pixels, if a row is short enough. */
export const chunksOf = ({ images, rows, columns }: Pixels, most: number): readonly Chunk[] => {
  const imagesAtOnce = Math.min(images, Math.max(1, Math.floor(most / (rows * columns))))
  const rowsAtOnce = imagesAtOnce > 1 ? rows : Math.min(rows, Math.max(1, Math.floor(most / columns)))
  const columnsAtOnce = rows > 1 ? columns : Math.min(columns, Math.max(64, Math.floor(most / 64) * 64))
  return chunked(images, imagesAtOnce).flatMap(([firstImage, ofImages]) =>
    chunked(rows, rowsAtOnce).flatMap(([firstRow, ofRows]) =>
      chunked(columns, columnsAtOnce).map(([firstColumn, ofColumns]) => ({
        firstImage,
        images: ofImages,
        firstRow,
        rows: ofRows,
        firstColumn,
        columns: ofColumns,
      })),
    ),
  )
}

/** Pixels of a chunk, of one group. */
export const pixelsIn = ({ images, rows, columns }: Pixels): number => images * rows * columns

/** The pixels that the taps read, before they are gathered. */
interface Planes {
  readonly x: number
  readonly xGroup: number
  readonly xImage: number
  readonly xRow: number
  readonly groups: number
  readonly depth: number
  /** The address of the offsets of the taps. */
  readonly table: number
}

/** Gathers the pixels of a chunk into matrices, [image][group][depth][pixels]. */
export const gather = (to: CommandWriter, planes: Planes, chunk: Chunk, target: number): void => {
  const { x, xGroup, xImage, xRow, groups, depth, table } = planes
  const matrices = chunk.images * groups
  const all = partsOf(matrices * depth, chunk.rows * (3 + chunk.columns * 0.15))
  const perUnit = Math.min(depth, all.perUnit)
  const units = Math.ceil(depth / perUnit)
  to.command(
    'gatherPixels',
    { units: units * matrices, perUnit: 1, shared: all.shared && units * matrices > 1 },
    {
      x: x + chunk.firstImage * xImage + chunk.firstRow * xRow + chunk.firstColumn * 4,
      table,
      target,
      depth,
      perUnit,
      units,
      groups,
      xGroup,
      xImage,
      xRow,
      rows: chunk.rows,
      columns: chunk.columns,
    },
  )
}

/**
 * The distance between the pixels of one tap and those of the next if they are stored as rows of a matrix; otherwise
 * `null`.
 */
export const rowOfMatrix = (offsets: readonly number[], { rows, columns }: Pixels): number | null => {
  const step = (offsets[1] ?? columns * 4) - offsets[0]!
  const isEven = offsets.every((offset, k) => offset === offsets[0]! + k * step)
  return rows === 1 && isEven && step >= columns * 4 && step % 4 === 0 ? step / 4 : null
}

const mostPixels = ({ depth, groups }: Pick<EngineSizes, 'depth' | 'groups'>): number =>
  Math.floor(mostGathered / (4 * depth * groups))

const roomOfPixels = (sizes: EngineSizes): number => {
  if (rowOfMatrix(sizes.offsets, sizes) !== null) return 0
  const most = Math.max(...chunksOf(sizes, mostPixels(sizes)).map(pixelsIn))
  return bytesOf(most * sizes.groups * sizes.depth)
}

/** A as `pack` or a transform of the kernel left it. */
const weightsOf = ({ a, aGroup, aRow, aTransposed = false, depth }: EngineProduct) => ({
  at: a,
  row: aRow ?? depth,
  group: aGroup,
  isTransposed: aTransposed,
})

/** Multiplies pixels in place. */
const multiplyInPlace = (to: CommandWriter, product: EngineProduct, row: number): void => {
  const { x, xGroup, xImage, y, yGroup, yImage, yPlane, height, depth, columns, groups, images } = product
  multiply(
    to,
    { height, width: columns, depth, groups, images },
    [
      weightsOf(product),
      { at: x + product.table.offsets[0]!, row, group: xGroup, image: xImage },
      { at: y, row: yPlane / 4, group: yGroup, image: yImage },
    ],
    undefined,
    product.workspace - y,
  )
}

/** Gathers the pixels of a chunk, and multiplies them. */
const multiplyChunk = (to: CommandWriter, product: EngineProduct, chunk: Chunk, gathered: number): void => {
  const { y, yGroup, yImage, yRow, yPlane, height, depth, groups, table } = product
  const pixels = chunk.rows * chunk.columns
  gather(to, { ...product, table: table.at }, chunk, gathered)
  const target = y + chunk.firstImage * yImage + chunk.firstRow * yRow + chunk.firstColumn * 4
  multiply(
    to,
    { height, width: pixels, depth, groups, images: chunk.images },
    [
      weightsOf(product),
      { at: gathered, row: pixels, group: depth * pixels * 4, image: groups * depth * pixels * 4 },
      { at: target, row: yPlane / 4, group: yGroup, image: yImage },
    ],
    undefined,
    product.workspace - y,
  )
}

/** Memory beside the outputs for the sums of a group, if the sums are long enough to need it. */
const roomOfSums = ({ depth, images, yImage, groups, yGroup }: EngineSizes): number =>
  needsSpare(depth) ? bytesOf(Math.max(images * yImage, groups * yGroup) / 4) : 0

/**
 * Where the library uses Winograd's tiles, and how many at a time: it packs the kernel anew for each product, which few
 * tiles do not repay. On one thread, 512 to 512 channels took 18 ms by tiles and 15 by gathered pixels at 14 x 14 (16
 * tiles), 22 and 27 for two images of it, 28 and 50 at 28 x 28, where batches of 21 tiles instead of 49 took 40. Their
 * pullbacks to the input took 20 and 22 ms at 14 x 14, those to the kernel 13 and 16.
 */
const tiles = { fewest: { conv: 24, convInput: 8, convFilter: 8 }, atOnce: 64 } as const

/** Convolutions by the library. Their workspace holds the memory for sums, then the gathered pixels. */
export const libraryEngine: Engine = {
  tiles,
  workspace: (sizes) => roomOfSums(sizes) + roomOfPixels(sizes),
  pack: (to, rows, target) => {
    const { table, step, source: a, groupStride: aGroup, rowStride, count, depth } = rows
    if (table === 0 && step === 4) return { a, aGroup, aRow: rowStride / 4 }
    packRows(to, rows, target, { ...noPanels, ones: count })
    return { a: target, aGroup: count * depth * 4 }
  },
  readsColumns: true,
  multiply: (to, product) => {
    const sizes = { ...product, offsets: product.table.offsets }
    const row = rowOfMatrix(sizes.offsets, sizes)
    if (row !== null) {
      multiplyInPlace(to, product, row)
      return
    }
    const gathered = product.workspace + roomOfSums(sizes)
    for (const chunk of chunksOf(product, mostPixels(product))) multiplyChunk(to, product, chunk, gathered)
  },
}
