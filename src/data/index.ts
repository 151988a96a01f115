/**
 * @file The door `cotangent/data`: from bytes to batches.
 */
import * as functions from './Dataset.ts'

export * from './augment/index.ts'

export { type Budget, type OverBudget } from '../codecs/Budget.ts'
export { type CifarImage, decodeCifar10, decodeCifar100 } from './cifar.ts'
export { type DecodeError, type GzipFault, showDecodeError } from './DecodeError.ts'
export { gunzip } from './gunzip.ts'
export { decodeIdx, type DecodeIdxOptions, encodeIdx, type IdxArray, type IdxData, type IdxElementType } from './idx.ts'
export { type DecodedImage } from './image/DecodedImage.ts'
export { decodeImage, type DecodeImageOptions } from './image/decodeImage.ts'
export { imageTensor } from './image/imageTensor.ts'
export { resized, type ResizeOptions } from './image/resized.ts'
export {
  type FolderImage,
  type ImageFolder,
  type ImageFolderOptions,
  readImageFolder,
  type SkippedImage,
} from './imageFolder.ts'
export { decodeMnist, type DecodeMnistOptions, type MnistBytes, type MnistImage, mnistPixels } from './mnist.ts'
export { prefetch } from './prefetch.ts'
export { type Mnist, readBytes, readMnist } from './readMnist.ts'
export { type Batch, type BatchOptions, type DatasetParts, type ImageShape, type PixelScale } from './Dataset.ts'

/** A data set in memory: labelled images. */
export type Dataset<I extends functions.ImageShape = functions.ImageShape> = functions.Dataset<I>
/**
 * The functions on data sets.
 *
 * @example
 * ```ts
 * import { Dataset } from 'cotangent/data'
 * import { pipe } from 'fp-ts/lib/function.js'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const made = Dataset.dataset({
 *   images: Uint8Array.of(0, 255, 9),
 *   labels: Uint8Array.of(0, 1, 1),
 *   imageShape: [1, 1, 1],
 *   classes: 2,
 * })
 * const labels = pipe(
 *   made,
 *   E.map(Dataset.take(2)),
 *   E.map((taken) => Array.from(taken.labels)),
 * )
 * labels // => { _tag: 'Right', right: [0, 1] }
 * ```
 */
export const Dataset = functions
