/**
 * @file PNG and JPEG images to bytes in the order of data sets: channels, rows, columns. Read by fast-png and jpeg-js.
 */
import { decode as decodePng } from 'fast-png'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import jpeg from 'jpeg-js'
import type { DecodeError } from './DecodeError.ts'

/** Red, green and blue planes of one image. */
export interface DecodedImage {
  readonly height: number
  readonly width: number
  /** [3, height, width], row-major. */
  readonly planes: Uint8Array
}

/** What a decoder gives: pixels one behind the other, so many numbers each. */
interface Pixels {
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly data: ArrayLike<number>
  /** The greatest number that a pixel can have. */
  readonly most: number
}

/** One or two channels are grey, three or four colour; transparency is left out. */
const planesOf = ({ width, height, channels, data, most }: Pixels): DecodedImage => {
  const count = width * height
  const planes = Uint8Array.from({ length: 3 * count }, (_, k) => {
    const [plane, pixel] = [Math.floor(k / count), k % count]
    return Math.round((255 * (data[pixel * channels + (channels < 3 ? 0 : plane)] ?? 0)) / most)
  })
  return { height, width, planes }
}

const isPng = (bytes: Uint8Array): boolean => [0x89, 0x50, 0x4e, 0x47].every((byte, k) => bytes[k] === byte)
const isJpeg = (bytes: Uint8Array): boolean => [0xff, 0xd8, 0xff].every((byte, k) => bytes[k] === byte)

const pngPixels = (bytes: Uint8Array): Pixels => {
  const { width, height, channels, data, depth, palette } = decodePng(bytes)
  if (palette === undefined) return { width, height, channels, data, most: 2 ** depth - 1 }
  const colours = Array.from(data, (index) => palette[index] ?? [0, 0, 0]).flatMap((colour) => [...colour].slice(0, 3))
  return { width, height, channels: 3, data: colours, most: 255 }
}

const jpegPixels = (bytes: Uint8Array): Pixels => {
  const { width, height, data } = jpeg.decode(bytes, { useTArray: true, maxMemoryUsageInMB: 512 })
  return { width, height, channels: 4, data, most: 255 }
}

/**
 * Decodes a PNG or JPEG image. Grey images get three equal planes; transparency is left out. Refuses other bytes and damaged
 * images.
 *
 * @example
 * ```ts
 * import { decodeImage } from 'cotangent/data'
 *
 * decodeImage(Uint8Array.of(1, 2, 3)) // => { _tag: 'Left', left: { _tag: 'NoImage', detail: 'neither PNG nor JPEG' } }
 * ```
 */
export const decodeImage = (bytes: Uint8Array): E.Either<DecodeError, DecodedImage> =>
  isPng(bytes) || isJpeg(bytes)
    ? pipe(
        E.tryCatch(
          () => (isPng(bytes) ? pngPixels(bytes) : jpegPixels(bytes)),
          (thrown): DecodeError => ({
            _tag: 'NoImage',
            detail: thrown instanceof Error ? thrown.message : String(thrown),
          }),
        ),
        E.map(planesOf),
      )
    : E.left({ _tag: 'NoImage', detail: 'neither PNG nor JPEG' })
