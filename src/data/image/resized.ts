/**
 * @file Resizing of images. When an image is made smaller, each pixel of the result averages the pixels that it covers,
 * as in Pillow; without that, fine patterns would cause aliasing.
 *
 *     y[i] = sum of x[p] h((p + 1/2 - c) / s) / sum of h,   c = (i + 1/2) from / to,   s = max(1, from / to)
 *
 * with the triangle h(t) = max(0, 1 - |t|); columns first, then rows, each rounded to a byte, with weights in fixed
 * point with 22 fractional bits. The result equals Pillow's `resize(..., Resampling.BILINEAR)`, byte for byte.
 *
 * Laws: "a constant image stays constant", "the size that it has changes nothing"; Pillow's bytes.
 */
import { checkOptions } from '../../core/options.ts'
import { leaf } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { interpolate } from '../../ops/interpolate.ts'
import { toArray } from '../../runtime/index.ts'
import type { DecodedImage } from './DecodedImage.ts'

/** How images are resized. */
export interface ResizeOptions {
  /** Whether a pixel of the result averages all pixels that it covers; true by default. */
  readonly antialias?: boolean
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

const averaged = (image: DecodedImage, height: number, width: number): Uint8Array => {
  const rows = 3 * image.height
  const wide: Lines = { pixels: image.planes, lines: rows, begins: (line, length) => line * length, apart: 1 }
  const pixels = along(wide, image.width, width)
  const begins = (line: number, length: number): number => Math.floor(line / width) * length * width + (line % width)
  return along({ pixels, lines: 3 * width, begins, apart: width }, image.height, height)
}

const between = (image: DecodedImage, height: number, width: number): Uint8Array => {
  const x = leaf(image.planes, [1, 3, image.height, image.width])
  const numbers = toArray(interpolate({ size: [height, width], mode: 'bilinear' })(x))
  return Uint8Array.from(numbers, (value) => Math.round(Math.min(255, Math.max(0, value))))
}

const isSide = (side: number): boolean => Number.isSafeInteger(side) && side > 0

/**
 * Resizes an image bilinearly. When it is made smaller, each pixel averages the pixels that it covers, as in Pillow.
 * Throws a `TensorError` if a side is not a whole number above 0.
 *
 * @example
 * ```ts
 * import { resized } from 'cotangent/data'
 *
 * const image = { height: 1, width: 4, planes: Uint8Array.of(0, 100, 200, 100, 0, 100, 200, 100, 0, 100, 200, 100) }
 * resized(image, 1, 1).planes // => Uint8Array(3) [108, 108, 108]
 * resized(image, 1, 1, { antialias: false }).planes // => Uint8Array(3) [150, 150, 150]
 * ```
 */
export const resized = (
  image: DecodedImage,
  height: number,
  width: number,
  options: ResizeOptions = {},
): DecodedImage => {
  const { antialias = true } = checkOptions('resized', options, { antialias: true })

  if (!isSide(height) || !isSide(width))
    return refuse(
      'resized',
      [[3, image.height, image.width]],
      { expected: 'whole sides above 0', found: `${height} and ${width}` },
      'resize an image',
    )
  if (image.height === height && image.width === width) return { ...image, planes: new Uint8Array(image.planes) }
  const resize = antialias ? averaged : between
  return { height, width, planes: resize(image, height, width) }
}
