/**
 * @file The rows of a PNG image: filtered bytes to samples, for every depth, interlaced or not.
 *
 *     plain         one pass: all pixels
 *     interlaced    seven passes (Adam7), each an image of some of the columns and rows
 *
 * A row is one byte that names its filter, then its samples packed from the highest bit down. A filter predicts each
 * byte from those to the left, above, and above left. (PNG, sections 7 to 9.)
 */
import type { PngHeader } from './pngChunks.ts'

/** Which pixels a pass holds, and the offset of its bytes. */
interface Pass {
  readonly left: number
  readonly top: number
  readonly across: number
  readonly down: number
}

const whole: readonly Pass[] = [{ left: 0, top: 0, across: 1, down: 1 }]

const adam7: readonly Pass[] = [
  { left: 0, top: 0, across: 8, down: 8 },
  { left: 4, top: 0, across: 8, down: 8 },
  { left: 0, top: 4, across: 4, down: 8 },
  { left: 2, top: 0, across: 4, down: 4 },
  { left: 0, top: 2, across: 2, down: 4 },
  { left: 1, top: 0, across: 2, down: 2 },
  { left: 0, top: 1, across: 1, down: 2 },
]

/** A pass of an image: its size, and the number of bytes per row, without the filter byte. */
interface Sized extends Pass {
  readonly columns: number
  readonly rows: number
  readonly rowBytes: number
}

const passesOf = ({ width, height, depth, channels, isInterlaced }: PngHeader): readonly Sized[] =>
  (isInterlaced ? adam7 : whole)
    .map((pass) => {
      const columns = Math.ceil((width - pass.left) / pass.across)
      const rows = Math.ceil((height - pass.top) / pass.down)
      return { ...pass, columns, rows, rowBytes: Math.ceil((columns * depth * channels) / 8) }
    })
    .filter(({ columns, rows }) => columns > 0 && rows > 0)

/** The number of bytes in all rows of an image, including filter bytes. */
export const bytesOfRows = (header: PngHeader): number =>
  passesOf(header).reduce((sum, { rows, rowBytes }) => sum + rows * (1 + rowBytes), 0)

/** The nearest to left + above - aboveLeft; ties go to the first of left, above, aboveLeft. */
const paeth = (left: number, above: number, aboveLeft: number): number => {
  const toLeft = Math.abs(above - aboveLeft)
  const toAbove = Math.abs(left - aboveLeft)
  const toBoth = Math.abs(left + above - 2 * aboveLeft)
  return toLeft <= toAbove && toLeft <= toBoth ? left : toAbove <= toBoth ? above : aboveLeft
}

/**
 * Undoes the filter of a row in place; `above` is the row before it, already undone. Returns false for an unknown
 * filter.
 */
const unfilter = (filter: number, row: Uint8Array, above: Uint8Array, step: number): boolean => {
  switch (filter) {
    case 0:
      return true
    case 1:
      for (let k = step; k < row.length; k++) row[k] = (row[k] ?? 0) + (row[k - step] ?? 0)
      return true
    case 2:
      for (let k = 0; k < row.length; k++) row[k] = (row[k] ?? 0) + (above[k] ?? 0)
      return true
    case 3:
      for (let k = 0; k < row.length; k++) {
        const left = k < step ? 0 : (row[k - step] ?? 0)
        row[k] = (row[k] ?? 0) + ((left + (above[k] ?? 0)) >> 1)
      }
      return true
    case 4:
      for (let k = 0; k < row.length; k++) {
        const [left, corner] = k < step ? [0, 0] : [row[k - step] ?? 0, above[k - step] ?? 0]
        row[k] = (row[k] ?? 0) + paeth(left, above[k] ?? 0, corner)
      }
      return true
    default:
      return false
  }
}

/** Called for each row of samples: whole numbers of the header's depth, and which pixels of the image they are. */
type OnRow = (sample: (k: number) => number, columns: number, at: number, across: number) => void

/** How the samples of a row are read. */
const samplesOf = (row: Uint8Array, depth: number): ((k: number) => number) => {
  if (depth === 8) return (k) => row[k] ?? 0
  if (depth === 16) return (k) => ((row[2 * k] ?? 0) << 8) | (row[2 * k + 1] ?? 0)
  const mask = (1 << depth) - 1
  return (k) => ((row[(k * depth) >> 3] ?? 0) >> (8 - depth - ((k * depth) & 7))) & mask
}

/** Passes on all rows of an image; returns null, or the number of an unknown filter. Undoes filters in place. */
export const eachRow = (header: PngHeader, bytes: Uint8Array, onRow: OnRow): number | null => {
  const { width, depth, channels } = header
  const step = Math.max(1, (depth * channels) >> 3)
  let at = 0
  for (const { left, top, across, down, columns, rows, rowBytes } of passesOf(header)) {
    let above: Uint8Array = new Uint8Array(rowBytes)
    for (let k = 0; k < rows; k++) {
      const row = bytes.subarray(at + 1, at + 1 + rowBytes)
      const filter = bytes[at] ?? 0
      if (!unfilter(filter, row, above, step)) return filter
      onRow(samplesOf(row, depth), columns, (top + k * down) * width + left, across)
      above = row
      at += 1 + rowBytes
    }
  }
  return null
}
