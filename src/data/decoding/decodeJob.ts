/**
 * @file What a thread that decodes images is asked for: the bytes of a file, to planes of a size. It needs no tensors.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { DecodeError } from '../DecodeError.ts'
import { budgetWith } from '../../codecs/Budget.ts'
import { averaged, resizedBy } from '../image/averaged.ts'
import type { DecodedImage } from '../image/DecodedImage.ts'
import type { DecodeImageOptions } from '../image/decodeImage.ts'
import { decodeImage } from '../image/decodeImage.ts'
import type { Sides } from '../imageSize.ts'

/** How an image is decoded, and to which size it is averaged, if to any. */
export interface DecodeHow extends DecodeImageOptions {
  readonly size: Sides | null
}

/** An image, or why the bytes are none. */
export type Decoded = E.Either<DecodeError, DecodedImage>

/** Decodes the bytes of an image, on some thread. */
export type Decode = (bytes: Uint8Array, how: DecodeHow) => Promise<Decoded>

const averagedTo = resizedBy(averaged)

/** Decodes the bytes of an image on this thread. */
export const decodeJob = (bytes: Uint8Array, { size, ...options }: DecodeHow): Decoded =>
  pipe(
    decodeImage(bytes, options),
    E.chain((image): Decoded => (size === null ? E.right(image) : averagedTo(budgetWith(options), size)(image))),
  )
