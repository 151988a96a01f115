/**
 * @file What the forms of a product cost, from which the lowerings choose: nanoseconds on one core of a virtual EPYC
 * (Zen 4) with plain SIMD. The costs of adjacent and scattered vectors are measured; those of single vectors, of some small
 * tiles and beside the sums are estimates. `npm run bench -- --peak` measures whole products. Only ratios matter.
 */
import type { RecordOf } from './interface/Arguments.ts'

/** A tile: nanoseconds per term of its sums, where its vectors are adjacent and where they are not, and its vectors. */
interface TileCost {
  readonly panels: keyof RecordOf<'panels'>
  readonly vectors: number
  readonly adjacent: number
  readonly scattered: number
  /** A single vector. */
  readonly single: number
}

/** Tiles by the rows of their panel. */
const tileCosts: readonly TileCost[] = [
  { panels: 'fives', vectors: 2, adjacent: 1.7, scattered: 2.05, single: 1.4 },
  { panels: 'fours', vectors: 2, adjacent: 1.53, scattered: 1.75, single: 1.2 },
  { panels: 'threes', vectors: 3, adjacent: 1.66, scattered: 1.87, single: 1.05 },
  { panels: 'twos', vectors: 4, adjacent: 1.52, scattered: 1.77, single: 0.9 },
  { panels: 'ones', vectors: 4, adjacent: 1.1, scattered: 1.3, single: 0.8 },
]

/** Nanoseconds per tile, beside its sums. */
const ofTile = 12

/** Five pixels by eight rows: per term, and per tile, whose sums are transposed. */
const pixelTile = { term: 1.7, tile: 20 }

/** Nanoseconds per entry that is transposed, and per weight that is packed through a table. */
export const perCopy = 0.4
export const perPacked = 1

/** Rows of pixels, in vectors of four; the last `together` of a row are adjacent. */
interface PixelRows {
  readonly rows: number
  readonly columns: number
  readonly together: number
}

/** How many tiles of `width` vectors are adjacent and how many are not, and the single vectors that remain. */
const tilesOf = ({ rows, columns, together }: PixelRows, width: number): readonly [number, number, number] => {
  const ofRow = Math.ceil(columns / 4)
  const firstMoved = columns % 4 === 0 ? ofRow : ofRow - (together * 4 <= columns ? together : 1)
  // The pattern repeats after `width` rows.
  const period = Math.min(rows, width) * ofRow
  const whole = Math.floor((rows * ofRow) / width)
  let adjacent = 0
  let all = 0
  for (let k = 0; k + width <= period; k += width, all++) {
    const place = k % ofRow
    if ((place >= firstMoved ? ofRow : firstMoved) - place >= width) adjacent++
  }
  const beside = all === 0 ? 0 : (whole * adjacent) / all
  return [beside, whole - beside, (rows * ofRow) % width]
}

/** Nanoseconds of a product by rows of vectors, for one image. */
export const nanosecondsByRows = (panels: RecordOf<'panels'>, pixels: PixelRows, depth: number): number =>
  tileCosts.reduce((sum, cost) => {
    const count = panels[cost.panels]
    if (count === 0) return sum
    const [adjacent, scattered, single] = tilesOf(pixels, cost.vectors)
    const terms = adjacent * cost.adjacent + scattered * cost.scattered + single * cost.single
    return sum + count * (terms * depth + (adjacent + scattered + single) * ofTile)
  }, 0)

/** Nanoseconds of so many tiles by pixels. */
export const nanosecondsByPixels = (tiles: number, depth: number): number =>
  tiles * (pixelTile.term * depth + pixelTile.tile)
