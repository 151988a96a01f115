/**
 * @file What a thread that decodes images is asked for: the bytes of a file, to planes of a size. It needs no tensors.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { DecodeError } from '../DecodeError.ts'
import { averaged } from '../image/averaged.ts'
import type { DecodedImage } from '../image/DecodedImage.ts'
import type { DecodeImageOptions } from '../image/decodeImage.ts'
import { decodeImage } from '../image/decodeImage.ts'

/** How an image is decoded, and to which size it is averaged, if to any. */
export interface DecodeHow extends DecodeImageOptions {
  readonly size: readonly [height: number, width: number] | null
}

/** An image, or why the bytes are none. */
export type Decoded = E.Either<DecodeError, DecodedImage>

/** Decodes the bytes of an image, on some thread. */
export type Decode = (bytes: Uint8Array, how: DecodeHow) => Promise<Decoded>

const sized = (image: DecodedImage, [height, width]: readonly [number, number]): DecodedImage =>
  image.height === height && image.width === width ? image : { height, width, planes: averaged(image, height, width) }

/** Decodes the bytes of an image on this thread. */
export const decodeJob = (bytes: Uint8Array, { size, ...options }: DecodeHow): Decoded =>
  pipe(
    decodeImage(bytes, options),
    E.map((image) => (size === null ? image : sized(image, size))),
  )
