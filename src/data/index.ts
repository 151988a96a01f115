/**
 * @file The entry point `cotangent/data`: from bytes to batches.
 */
import * as functions from './Dataset.ts'
import * as sources from './source/index.ts'
import type * as described from './source/Source.ts'

export type { Budget, OverBudget } from '../codecs/Budget.ts'
export * from './augment/index.ts'
export type { BatchPart } from './BatchPart.ts'
export type { CifarImage } from './cifar.ts'
export { decodeCifar10, decodeCifar100 } from './cifar.ts'
export type { Batch, BatchOptions, DatasetParts, ImageShape, PixelScale } from './Dataset.ts'
export type { DecodeError, GzipFault } from './DecodeError.ts'
export { showDecodeError } from './DecodeError.ts'
export { gunzip } from './gunzip.ts'
export type { DecodeIdxOptions, IdxArray, IdxData, IdxElementType } from './idx.ts'
export { decodeIdx, encodeIdx } from './idx.ts'
export type { DecodedImage } from './image/DecodedImage.ts'
export type { DecodeImageOptions } from './image/decodeImage.ts'
export { decodeImage } from './image/decodeImage.ts'
export { imageTensor } from './image/imageTensor.ts'
export type { ResizeOptions } from './image/resized.ts'
export { resized } from './image/resized.ts'
export type { FolderImage, ImageFolder, ImageFolderOptions, SkippedImage } from './imageFolder.ts'
export { readImageFolder } from './imageFolder.ts'
export type { DecodeMnistOptions, MnistBytes, MnistImage } from './mnist.ts'
export { decodeMnist, mnistPixels } from './mnist.ts'
export { prefetch } from './prefetch.ts'
export type { ReadImageOptions } from './readImage.ts'
export { readImage } from './readImage.ts'
export type { Mnist } from './readMnist.ts'
export { readBytes, readMnist } from './readMnist.ts'
export type { Example, ExampleBatch, ExampleImage } from './source/Example.ts'
export type { FolderSource } from './source/folder.ts'
export type { ReadOptions, SourceBatchOptions } from './source/read.ts'
export type { IdxPaths, IdxSourceOptions } from './source/records.ts'
export type { CountedSource, ShuffleOptions, StreamingSource } from './source/Source.ts'
export type { Found, Skipped } from './source/SourceItem.ts'
export type { TarOptions } from './source/tar.ts'
export type { TarExample } from './source/tarMembers.ts'

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

/** A description of examples that need not fit in memory. */
export type Source<A> = described.Source<A>

/**
 * The functions on sources.
 *
 * @example
 * ```ts
 * import { key } from 'cotangent'
 * import { Dataset, Source } from 'cotangent/data'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const epoch = (digits: Dataset) =>
 *   pipe(Source.fromDataset(digits), Source.shuffle(key(1)), Source.take(1000), Source.batches({ size: 32 }))
 * ```
 */
export const Source = sources
