/** @file An image file: its pixels as they are stored, and the sides that an image is brought to. */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { budgetWith } from '../codecs/Budget.ts'
import type { DecodeError } from './DecodeError.ts'
import type { DecodedImage } from './image/DecodedImage.ts'
import type { DecodeImageOptions } from './image/decodeImage.ts'
import { decodeImage } from './image/decodeImage.ts'
import { readBytes } from './readMnist.ts'

/** Height and width of an image, or one number for both. */
export type ImageSize = number | readonly [height: number, width: number]

/** Height and width. */
export const sidesOf = (size: ImageSize): readonly [height: number, width: number] =>
  typeof size === 'number' ? [size, size] : size

/** Reads and decodes the image of a file. */
export const imageIn =
  (options: DecodeImageOptions) =>
  (path: string): TE.TaskEither<DecodeError, DecodedImage> => {
    const limits = budgetWith(options)
    return pipe(
      readBytes(path, limits),
      TE.chainEitherK((bytes) => decodeImage(bytes, { orient: options.orient ?? true, ...limits })),
    )
  }
