/** @file A photo as the image of the part on convolution: 14 x 14 cells from 0 to 9, ink on paper. */
import { imageSide } from '../convolution/model.ts'

/** The brightness of a pixel, 0 to 1, as television weighs its colours. */
const brightness = (red: number, green: number, blue: number): number =>
  (0.299 * red + 0.587 * green + 0.114 * blue) / 255

/** Cells from the bytes of an image, four for each pixel. What is rarer, dark or bright, is the ink. */
export const cellsOf = (bytes: Uint8ClampedArray): readonly number[] => {
  const bright = Array.from({ length: bytes.length / 4 }, (_, k) =>
    brightness(bytes[4 * k] ?? 0, bytes[4 * k + 1] ?? 0, bytes[4 * k + 2] ?? 0),
  )
  const [low, high] = [Math.min(...bright), Math.max(...bright)]
  const range = high - low
  const middle = bright.reduce((total, one) => total + one, 0) / bright.length
  const isPaperBright = middle > (low + high) / 2
  return bright.map((one) => (range === 0 ? 0 : Math.round((9 * (isPaperBright ? high - one : one - low)) / range)))
}

/** Reads a photo; `null` if the browser cannot. */
export const readPhoto = async (file: Blob): Promise<readonly number[] | null> => {
  try {
    const side = { resizeWidth: imageSide, resizeHeight: imageSide, resizeQuality: 'high' } as const
    const bitmap = await createImageBitmap(file, side)
    const canvas = document.createElement('canvas')
    canvas.width = imageSide
    canvas.height = imageSide
    const context = canvas.getContext('2d')
    context?.drawImage(bitmap, 0, 0)
    bitmap.close()
    return context === null ? null : cellsOf(context.getImageData(0, 0, imageSide, imageSide).data)
  } catch {
    return null
  }
}
