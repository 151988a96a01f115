/**
 * @file The tiles of Winograd's convolution (`winograd.ts`): 4 by 4 outputs each, processed in batches that stay in the
 * second-level cache, transformed to 36 points each.
 */

/** Products per tile, channel and feature. */
export const points = 36
/** Bytes of transformed values that are processed at a time. */
const batchBytes = 3 << 20
/** The same for `convFilter`, where each batch costs an addition. */
export const filterBatchBytes = 6 << 20
/** The maximum for an engine that asks for more tiles at a time. */
const mostBytes = 12 << 20

/** The size of a plane. */
export interface Plane {
  readonly height: number
  readonly width: number
}

/** Rows and columns of tiles over a plane of outputs, and the batches in which they are processed. */
export interface Tiling {
  readonly rows: number
  readonly columns: number
  readonly images: number
  readonly imagesAtOnce: number
  readonly rowsAtOnce: number
  /** Floats of the tiles of one channel in a batch. */
  readonly floats: number
}

/** Some images, or some rows of tiles of one image. */
export interface TileBatch {
  readonly firstImage: number
  readonly images: number
  readonly firstRow: number
  readonly rows: number
}

/** Sizes of batches: bytes, and tiles that they should have. */
interface BatchSize {
  readonly bytes?: number
  readonly atOnce?: number
}

/** How to process so many channels, both sides together, in batches of about this size. */
export const tilingOf = (
  images: number,
  { height, width }: Plane,
  channels: number,
  { bytes = batchBytes, atOnce = 0 }: BatchSize,
): Tiling => {
  const [rows, columns] = [Math.ceil(height / 4), Math.ceil(width / 4)]
  const tilesIn = (room: number): number => Math.floor(room / (points * channels * 4))
  const room = Math.max(columns, tilesIn(bytes), Math.min(atOnce, tilesIn(mostBytes)))
  const imagesAtOnce = Math.max(1, Math.min(images, Math.floor(room / (rows * columns))))
  const most = Math.max(1, Math.min(rows, Math.floor(room / columns)))
  const rowsAtOnce = imagesAtOnce > 1 ? rows : Math.ceil(rows / Math.ceil(rows / most))
  const tiles = imagesAtOnce * rowsAtOnce * columns
  // The last vector of a row of tiles extends past the row.
  const padded = Math.max(8, Math.ceil((tiles + 3) / 4) * 4)
  const floats = (padded * 4) % 1024 === 0 ? padded + 4 : padded
  return { rows, columns, images, imagesAtOnce, rowsAtOnce, floats }
}

/** The batches of a tiling. */
export const batchesOf = ({ rows, images, imagesAtOnce, rowsAtOnce }: Tiling): readonly TileBatch[] => {
  const batches: TileBatch[] = []
  for (let firstImage = 0; firstImage < images; firstImage += imagesAtOnce) {
    for (let firstRow = 0; firstRow < rows; firstRow += rowsAtOnce) {
      batches.push({
        firstImage,
        images: Math.min(imagesAtOnce, images - firstImage),
        firstRow,
        rows: Math.min(rowsAtOnce, rows - firstRow),
      })
    }
  }
  return batches
}

/** Bytes of a point: an odd number of cache lines, so that the points are in different sets of the cache. */
export const pointBytes = (floats: number): number => (Math.ceil(floats / 16) | 1) * 64
