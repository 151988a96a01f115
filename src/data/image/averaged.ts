/**
 * @file The average of the pixels that each pixel of a resized image covers, as in Pillow.
 *
 *     y[i] = sum of x[p] h((p + 1/2 - c) / s) / sum of h,   c = (i + 1/2) from / to,   s = max(1, from / to)
 *
 * with the triangle h(t) = max(0, 1 - |t|); columns first, then rows, each rounded to a byte, with weights in fixed
 * point with 22 fractional bits. The result equals Pillow's `resize(..., Resampling.BILINEAR)`, byte for byte. It needs no
 * tensor, so that a thread that decodes images loads none.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Budget, OverBudget } from '../../codecs/Budget.ts'
import { overBudget } from '../../codecs/Budget.ts'
import type { Sides } from '../imageSize.ts'
import type { DecodedImage } from './DecodedImage.ts'

/**
 * An image of these sides by a function that gives its planes. The result, and the image that lies between, as wide as the
 * result and as high as it was, are held to the budget.
 */
export const resizedBy =
  (resize: (image: DecodedImage, height: number, width: number) => Uint8Array) =>
  (budget: Budget, [height, width]: Sides) =>
  (image: DecodedImage): E.Either<OverBudget, DecodedImage> => {
    if (image.height === height && image.width === width) return E.right(image)
    const over =
      overBudget(budget, 'maxPixels', height * width) ?? overBudget(budget, 'maxBytes', 3 * image.height * width)
    return over === null ? E.right({ height, width, planes: resize(image, height, width) }) : E.left(over)
  }

/** The pixels that one pixel of the result reads: the first, and the weights of it and of those after it. */
interface Taps {
  readonly first: number
  /** In units of 2^-22. */
  readonly weights: readonly number[]
}

const unit = 2 ** 22

const tapsOf = (from: number, to: number): readonly Taps[] => {
  const step = from / to
  const width = Math.max(1, step)
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * step
    const first = Math.max(0, Math.trunc(centre - width + 0.5))
    const end = Math.min(from, Math.trunc(centre + width + 0.5))
    const triangle = Array.from({ length: end - first }, (_, k) =>
      Math.max(0, 1 - Math.abs((first + k - centre + 0.5) * (1 / width))),
    )
    const total = triangle.reduce((sum, weight) => sum + weight, 0)
    return { first, weights: triangle.map((weight) => Math.trunc(0.5 + (weight / total) * unit)) }
  })
}

/** Lines of pixels at a fixed distance, each resized to another length. */
interface Lines {
  readonly pixels: Uint8Array
  /** How many lines there are in the image and its planes. */
  readonly lines: number
  /** The offset of a line, in the image and in the result. */
  readonly begins: (line: number, length: number) => number
  /** The distance between two pixels of a line. */
  readonly apart: number
}

const along = ({ pixels, lines, begins, apart }: Lines, from: number, to: number): Uint8Array => {
  if (from === to) return pixels
  const taps = tapsOf(from, to)
  const made = new Uint8Array((pixels.length / from) * to)
  for (let line = 0; line < lines; line++) {
    const [read, write] = [begins(line, from), begins(line, to)]
    for (let i = 0; i < to; i++) {
      const { first, weights } = taps[i] ?? { first: 0, weights: [] }
      let sum = unit / 2
      for (let k = 0; k < weights.length; k++) sum += (pixels[read + (first + k) * apart] ?? 0) * (weights[k] ?? 0)
      made[write + i * apart] = Math.min(255, Math.floor(sum / unit))
    }
  }
  return made
}

/** An image in another size, each pixel of which averages the pixels that it covers. */
export const averaged = (image: DecodedImage, height: number, width: number): Uint8Array => {
  const rows = 3 * image.height
  const wide: Lines = { pixels: image.planes, lines: rows, begins: (line, length) => line * length, apart: 1 }
  const pixels = along(wide, image.width, width)
  const begins = (line: number, length: number): number => Math.floor(line / width) * length * width + (line % width)
  return along({ pixels, lines: 3 * width, begins, apart: width }, image.height, height)
}
