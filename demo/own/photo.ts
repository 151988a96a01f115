/** @file A photo as numbers: the ink in it, from 0 to 1, and the image of the part on convolution, 14 x 14 cells from 0 to 9. */
import { imageSide } from '../convolution/model.ts'

/** Pixels row by row, four bytes for each, as a canvas gives them. */
export interface Raster {
  readonly rows: number
  readonly columns: number
  readonly bytes: Uint8ClampedArray
}

/** The brightness of a pixel, 0 to 1, as television weighs its colours. */
const brightness = (red: number, green: number, blue: number): number =>
  (0.299 * red + 0.587 * green + 0.114 * blue) / 255

/** The brightness of every pixel, from 0 to 1. */
export const brightnessOf = (bytes: Uint8ClampedArray): readonly number[] =>
  Array.from({ length: bytes.length / 4 }, (_, k) =>
    brightness(bytes[4 * k] ?? 0, bytes[4 * k + 1] ?? 0, bytes[4 * k + 2] ?? 0),
  )

/** The ink of every pixel, from 0 to 1. What is rarer, dark or bright, is the ink. */
export const inkOf = (bytes: Uint8ClampedArray): readonly number[] => {
  const bright = brightnessOf(bytes)
  const low = bright.reduce((least, one) => Math.min(least, one), 1)
  const high = bright.reduce((most, one) => Math.max(most, one), 0)
  const range = high - low
  const middle = bright.reduce((total, one) => total + one, 0) / bright.length
  const isPaperBright = middle > (low + high) / 2
  return bright.map((one) => (range === 0 ? 0 : (isPaperBright ? high - one : one - low) / range))
}

/** Cells from the bytes of an image. */
export const cellsOf = (bytes: Uint8ClampedArray): readonly number[] => inkOf(bytes).map((ink) => Math.round(9 * ink))

/** The greatest number of rows or columns that a photo is read with. */
const largestSide = 280

/** How many rows and columns a photo is read with: as many as it has, or fewer in the same proportion. */
const fitted = ({ width, height }: ImageBitmap): readonly [rows: number, columns: number] => {
  const scale = Math.min(1, largestSide / Math.max(width, height))
  return [Math.max(1, Math.round(height * scale)), Math.max(1, Math.round(width * scale))]
}

const drawn = (bitmap: ImageBitmap, rows: number, columns: number): Raster | null => {
  const canvas = document.createElement('canvas')
  canvas.width = columns
  canvas.height = rows
  const context = canvas.getContext('2d')
  if (context === null) return null
  // Behind what is transparent there is paper.
  context.fillStyle = 'white'
  context.fillRect(0, 0, columns, rows)
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, columns, rows)
  return { rows, columns, bytes: context.getImageData(0, 0, columns, rows).data }
}

/**
 * Reads a photo with so many rows and columns, or in its own proportion; `null` if the browser cannot. The browser turns
 * it as the camera was held.
 */
export const readPhoto = async (
  file: Blob,
  size?: readonly [rows: number, columns: number],
): Promise<Raster | null> => {
  try {
    const bitmap = await createImageBitmap(file)
    const raster = drawn(bitmap, ...(size ?? fitted(bitmap)))
    bitmap.close()
    return raster
  } catch {
    return null
  }
}

/** The size of the image of the part on convolution. */
export const cellsSize = [imageSide, imageSide] as const
