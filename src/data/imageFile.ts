/** @file An image file: its pixels, as they are stored or brought to a size. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { budgetWith } from '../codecs/Budget.ts'
import type { FilePath } from '../files/regularFile.ts'
import type { DecodeError } from './DecodeError.ts'
import type { DecodedImage } from './image/DecodedImage.ts'
import type { DecodeImageOptions } from './image/decodeImage.ts'
import { decodeImage } from './image/decodeImage.ts'
import type { ResizeOptions } from './image/resized.ts'
import { fitted } from './image/resized.ts'
import type { Sides } from './imageSize.ts'
import { bytesAt } from './readMnist.ts'

/** Reads and decodes the image of a file, and brings it to these sides, if any. */
export const imageIn = (
  { antialias = true, orient = true, ...options }: DecodeImageOptions & ResizeOptions,
  sides: Sides | null,
) => {
  const limits = budgetWith(options)
  const fit = sides === null ? E.right : fitted(limits, sides, antialias)
  return (path: FilePath): TE.TaskEither<DecodeError, DecodedImage> =>
    pipe(
      bytesAt(path, limits),
      TE.chainEitherK((bytes) => decodeImage(bytes, { orient, ...limits })),
      TE.chainEitherK((image): E.Either<DecodeError, DecodedImage> => fit(image)),
    )
}
