/** @file One image file as input of a network, under Node: file -> tensor. */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { budgetNames } from '../codecs/Budget.ts'
import type { OnlyKnown } from '../core/options.ts'
import { checkOptions } from '../core/options.ts'
import type { Tensor } from '../core/Tensor.ts'
import { ofShape } from '../core/Tensor.ts'
import type { DecodeError } from './DecodeError.ts'
import type { DecodeImageOptions } from './image/decodeImage.ts'
import { imageTensor } from './image/imageTensor.ts'
import type { ResizeOptions } from './image/resized.ts'
import { imageIn } from './imageFile.ts'
import type { FolderImage } from './imageFolder.ts'
import { inFile } from './imageFolder.ts'
import type { ImageSize } from './imageSize.ts'
import { checkImageSize, sidesWithin } from './imageSize.ts'
import type { PixelScale } from './pixels.ts'
import { checkPixels, unitPixels } from './pixels.ts'

/** The size that an image is brought to, how its bytes become numbers, and how it is decoded. */
export interface ReadImageOptions extends DecodeImageOptions, ResizeOptions {
  /** Height and width, or one number for both; by default, those of the file. */
  readonly size?: ImageSize
  /** How bytes become numbers; by default fractions of full white, from 0 to 1. */
  readonly pixels?: PixelScale
}

const names = { size: checkImageSize, pixels: checkPixels, antialias: true, orient: true, ...budgetNames } as const

/**
 * Reads a PNG or JPEG file as a batch of one, `[1, 3, H, W]`, to predict what it shows. Give it the size and the scale of
 * pixels that the network was trained on. A file that cannot be read or decoded is an error that names it.
 *
 * @example
 * ```ts
 * import { readImage, showDecodeError } from 'cotangent/data'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const read = await readImage({ size: 32 })('cat.jpg')()
 * E.isLeft(read) && showDecodeError(read.left) // => 'Cannot read cat.jpg: no such file or folder'
 * ```
 */
export const readImage = <const O extends ReadImageOptions = {}>(given?: OnlyKnown<O, ReadImageOptions>) => {
  const options = checkOptions<ReadImageOptions>('readImage', given ?? {}, names)
  const { pixels = unitPixels, ...how } = options
  const read = imageIn(how, sidesWithin('readImage', options))
  return (path: string): TE.TaskEither<DecodeError, Tensor<readonly [1, ...FolderImage<O>]>> =>
    pipe(
      read(path),
      TE.mapLeft(inFile(path)),
      TE.map(imageTensor(pixels)),
      TE.map((t) => ofShape<readonly [1, ...FolderImage<O>]>(t)),
    )
}
