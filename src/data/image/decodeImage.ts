/**
 * @file PNG and JPEG images to bytes in the order of data sets: channels, rows, columns.
 */
import { checkBytes } from '../../core/checkBytes.ts'
import { checkOptions } from '../../core/options.ts'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Budget } from '../../codecs/Budget.ts'
import { budgetNames, budgetWith } from '../../codecs/Budget.ts'
import type { DecodeError } from '../DecodeError.ts'
import type { DecodedImage } from './DecodedImage.ts'
import { noImage } from './DecodedImage.ts'
import { decodeJpeg } from './decodeJpeg.ts'
import { decodePng } from './decodePng.ts'
import { isJpeg } from './jpegClaims.ts'
import { oriented, orientationOf } from './orientation.ts'
import { isPng } from './pngChunks.ts'

/** How images are decoded, and how large they may be; the limits default to those of `Budget`. */
export interface DecodeImageOptions extends Partial<Budget> {
  /** Whether to rotate the image as the camera recorded in EXIF; true by default. */
  readonly orient?: boolean
}

/**
 * Decodes a PNG or JPEG image. Greyscale images get three equal planes, transparency is dropped, and a photograph is
 * rotated according to its EXIF orientation. Refuses other formats, damaged images (checksums are verified), and images
 * that claim more than the options allow.
 *
 * Colors of a JPEG image are within a few steps of 255 of those that libjpeg gives, and farther off at edges where the file
 * keeps fewer colors than pixels (4:2:0): jpeg-js, which decodes them, repeats colors where libjpeg interpolates.
 *
 * @example
 * ```ts
 * import { decodeImage } from 'cotangent/data'
 *
 * decodeImage(Uint8Array.of(1, 2, 3)) // => { _tag: 'Left', left: { _tag: 'NoImage', detail: 'neither PNG nor JPEG' } }
 * ```
 */
export const decodeImage = (
  bytes: Uint8Array,
  options: DecodeImageOptions = {},
): E.Either<DecodeError, DecodedImage> => {
  const { orient = true, ...limits } = checkOptions('decodeImage', options, {
    orient: true,
    ...budgetNames,
  })
  checkBytes('decodeImage', bytes)
  const decode = isPng(bytes) ? decodePng : isJpeg(bytes) ? decodeJpeg : null
  if (decode === null) return noImage('neither PNG nor JPEG')
  return pipe(
    bytes,
    decode(budgetWith(limits)),
    E.map(({ image, exif }) => (orient && exif !== null ? oriented(orientationOf(exif), image) : image)),
  )
}
