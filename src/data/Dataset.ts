/**
 * @file A data set in memory: images as bytes, with one label each, and the ways to divide it into batches.
 *
 * Everything random is a function of a key. `take`, `split` and `shuffle` give data sets, `batches` gives tensors.
 *
 * Laws: "shuffle keeps every pair of image and label", "split parts are disjoint and cover", "shards are disjoint and
 * cover", "batches in order concatenate to the whole", "the same key gives the same batches".
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Key } from '../core/Key.ts'
import { checkBytes } from '../core/checkBytes.ts'
import { foundValue } from '../core/foundValue.ts'
import { checkOptions } from '../core/options.ts'
import { isRecord } from '../core/isRecord.ts'
import { ownList, ownOptions } from '../core/own.ts'
import type { Shape } from '../core/Shape.ts'
import { sizeOf } from '../core/Shape.ts'
import { checkCount } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { leaf } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { permutation } from '../ops/random.ts'
import { toArray } from '../runtime/index.ts'
import type { BatchPart } from './BatchPart.ts'
import { checkPart, rangeOf, wholePart } from './BatchPart.ts'
import type { DecodeError } from './DecodeError.ts'
import type { ImageShape, PixelScale } from './pixels.ts'
import { checkClasses, checkImageShape, checkPixels, scaledPixels, unitPixels } from './pixels.ts'

export type { ImageShape, PixelScale } from './pixels.ts'

/**
 * Labelled images: image `i` is the `i`-th run of as many bytes as `imageShape` has entries; its class is `labels[i]`.
 */
export interface Dataset<I extends ImageShape = ImageShape> {
  readonly _tag: 'Dataset'
  readonly images: Uint8Array
  readonly labels: Uint32Array
  readonly count: number
  readonly imageShape: I
  /** The number of classes; every label is less. */
  readonly classes: number
}

/** What `Dataset.dataset` pairs. */
export interface DatasetParts<I extends ImageShape> {
  /** The bytes of all images, copied. */
  readonly images: Uint8Array
  /** The class of each image: whole numbers from 0 to `classes - 1`, copied. */
  readonly labels: ArrayLike<number>
  readonly imageShape: I
  readonly classes: number
}

/** Refuses anything but a list of numbers. */
const checkLabels = (labels: ArrayLike<number>): readonly number[] => {
  const given: unknown = labels
  const length: unknown = isRecord(given) ? given['length'] : undefined
  return typeof length === 'number' && Number.isSafeInteger(length) && length >= 0
    ? Array.from(labels)
    : refuse('dataset', [], { expected: "'labels' to be a list of numbers", found: foundValue(given) })
}

/**
 * A data set of the given images and labels. Refuses different numbers of images and labels, and labels that are not
 * classes. Throws a `TensorError` if the images are not bytes, or the shape or the number of classes cannot be one.
 *
 * @example
 * ```ts
 * import { Dataset } from 'cotangent/data'
 *
 * const parts = { images: new Uint8Array(8), labels: Uint8Array.of(1, 2), imageShape: [1, 2, 2], classes: 2 } as const
 * Dataset.dataset(parts) // => { _tag: 'Left', left: { _tag: 'LabelOutOfRange', index: 1, label: 2, classes: 2 } }
 * ```
 */
export const dataset = <const I extends ImageShape>(parts: DatasetParts<I>): E.Either<DecodeError, Dataset<I>> => {
  const { images, labels, imageShape, classes } = parts
  checkBytes('dataset', images, "'images'")
  checkImageShape('dataset', 'imageShape', imageShape)
  checkClasses('dataset', 'classes', classes)
  const given = checkLabels(labels)
  const count = given.length
  const imageCount = images.length / sizeOf(imageShape)
  if (imageCount !== count) return E.left({ _tag: 'CountMismatch', images: imageCount, labels: count })
  const index = given.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < classes))
  const label = given[index]
  return label === undefined
    ? E.right({
        _tag: 'Dataset',
        images: new Uint8Array(images),
        labels: new Uint32Array(given),
        count,
        imageShape: ownList(imageShape),
        classes,
      })
    : E.left({ _tag: 'LabelOutOfRange', index, label, classes })
}

type Indices = ArrayLike<number>

/** A permutation of `0 .. count - 1` drawn from the key. */
const orderOf = (key: Key, count: number): Uint32Array => new Uint32Array(toArray(permutation(count)(key)))

const copyAt = <I extends ImageShape>(source: Dataset<I>, indices: Indices): Dataset<I> => {
  const size = sizeOf(source.imageShape)
  const images = new Uint8Array(indices.length * size)
  const labels = new Uint32Array(indices.length)
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i] ?? 0
    images.set(source.images.subarray(from * size, (from + 1) * size), i * size)
    labels[i] = source.labels[from] ?? 0
  }
  return { ...source, images, labels, count: indices.length }
}

/** The images of a range, which share their bytes with the source. */
const slice = <I extends ImageShape>(source: Dataset<I>, from: number, to: number): Dataset<I> => {
  const size = sizeOf(source.imageShape)
  const labels = source.labels.subarray(from, to)
  return { ...source, images: source.images.subarray(from * size, to * size), labels, count: labels.length }
}

/** A copy of a part, in memory of its own. */
const own = <I extends ImageShape>(part: Dataset<I>): Dataset<I> => ({
  ...part,
  images: new Uint8Array(part.images),
  labels: new Uint32Array(part.labels),
})

/**
 * The first `count` images, or all if there are fewer.
 *
 * @example
 * ```ts
 * import type { MnistImage } from 'cotangent/data'
 * import { Dataset } from 'cotangent/data'
 *
 * const preview = (digits: Dataset<MnistImage>) => Dataset.take(100)(digits).count
 * ```
 */
export const take =
  (count: number) =>
  <I extends ImageShape>(source: Dataset<I>): Dataset<I> =>
    own(slice(source, 0, checkCount('take', 'the count', count, 0)))

/** The images at the given indices, in this order; an index may be repeated. Refuses an index out of range. */
export const pick = (given: readonly number[]) => {
  const indices = ownList(given)
  return <I extends ImageShape>(source: Dataset<I>): Dataset<I> => {
    const outside = indices.find((i) => !Number.isInteger(i) || i < 0 || i >= source.count)
    return outside === undefined
      ? copyAt(source, indices)
      : refuse('pick', [], { expected: `places of the ${source.count} images`, found: String(outside) })
  }
}

/**
 * All images in an order drawn from the key: the same one for the same key.
 *
 * @example
 * ```ts
 * import { key } from 'cotangent'
 * import { Dataset } from 'cotangent/data'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const read = Dataset.dataset({ images: new Uint8Array(4), labels: [0, 1, 2, 3], imageShape: [1, 1, 1], classes: 4 })
 * E.isRight(read) && Array.from(Dataset.shuffle(key(1))(read.right).labels).sort() // => [0, 1, 2, 3]
 * ```
 */
export const shuffle =
  (key: Key) =>
  <I extends ImageShape>(source: Dataset<I>): Dataset<I> =>
    copyAt(source, orderOf(key, source.count))

/**
 * The images of one of several ranks: every `size`-th, from image `rank` on. The shards of all ranks are disjoint and
 * cover the data set, so that one key gives one order for any number of ranks: shuffle first, then shard. Refuses more
 * ranks than images.
 *
 * @example
 * ```ts
 * import { Dataset } from 'cotangent/data'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const read = Dataset.dataset({ images: new Uint8Array(3), labels: [0, 1, 2], imageShape: [1, 1, 1], classes: 3 })
 * E.isRight(read) && Array.from(Dataset.shard(0, 2)(read.right).labels) // => [0, 2]
 * ```
 */
export const shard = (rank: number, size: number) => {
  checkPart('shard', { rank, size })
  return <I extends ImageShape>(source: Dataset<I>): Dataset<I> =>
    source.count < size
      ? refuse('shard', [], { expected: `at least ${size} images, one per rank`, found: String(source.count) })
      : copyAt(
          source,
          Uint32Array.from({ length: Math.ceil((source.count - rank) / size) }, (_, k) => k * size + rank),
        )
}

/**
 * `count` images drawn from the key (or all if there are fewer), and the rest: for training and validation, say.
 *
 * @example
 * ```ts
 * import { key } from 'cotangent'
 * import { Dataset } from 'cotangent/data'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const read = Dataset.dataset({ images: new Uint8Array(4), labels: [0, 1, 2, 3], imageShape: [1, 1, 1], classes: 4 })
 * E.isRight(read) && Dataset.split(key(0), 3)(read.right).map(({ count }) => count) // => [3, 1]
 * ```
 */
export const split =
  (key: Key, count: number) =>
  <I extends ImageShape>(source: Dataset<I>): readonly [drawn: Dataset<I>, rest: Dataset<I>] => {
    const boundary = checkCount('split', 'the count', count, 0)
    const order = orderOf(key, source.count)
    return [copyAt(source, order.subarray(0, boundary)), copyAt(source, order.subarray(boundary))]
  }

/** Images `[n, channels, height, width]` and labels `[n]`, ready for a model. */
export interface Batch<I extends Shape = ImageShape> {
  readonly images: Tensor<readonly [number, ...I]>
  readonly labels: Tensor<readonly [number]>
}

/** How a data set is divided into batches. */
export interface BatchOptions {
  /** The number of images per batch; the last batch may have fewer. */
  readonly size: number
  /** The key that the order is drawn from; without it, images are in the order of the data set. */
  readonly key?: Key
  /** Whether to leave out a last batch that is not full; false by default. */
  readonly dropLast?: boolean
  /** How bytes become numbers; by default fractions of full white, from 0 to 1. */
  readonly pixels?: PixelScale
  /**
   * Gives this part of every batch, in place of the whole: the parts of all ranks together are the batch, so that one key
   * gives one order for any number of ranks. A group of `cotangent/distributed` fits here. Parts differ in size by one
   * image at most; one of a batch with fewer images than ranks may be empty.
   */
  readonly part?: BatchPart
}

/** How often each byte occurs in each channel: 256 counts per channel. */
const histogram = ({ images, imageShape: [channels, height, width] }: Dataset): Float64Array => {
  const plane = height * width
  const counts = new Float64Array(256 * channels)
  for (let i = 0; i < images.length; i++) {
    const place = 256 * (Math.floor(i / plane) % channels) + (images[i] ?? 0)
    counts[place] = (counts[place] ?? 0) + 1
  }
  return counts
}

/**
 * The scale under which the images of a data set have mean 0 and variance 1 in each channel, over all pixels. A channel
 * of one value is not stretched: its `std` is 1. Refuses a data set without images.
 *
 * Measure it on the training data. Pass it to {@link batches} for training and testing, and to `imageTensor` for other
 * pictures.
 *
 * @example
 * ```ts
 * import { Dataset } from 'cotangent/data'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const parts = { images: Uint8Array.of(0, 255), labels: [0, 1], imageShape: [1, 1, 1], classes: 2 } as const
 * const read = Dataset.dataset(parts)
 * E.isRight(read) && Dataset.pixelScale(read.right) // => { mean: [0.5], std: [0.5] }
 * ```
 */
export const pixelScale = (source: Dataset): { readonly mean: readonly number[]; readonly std: readonly number[] } => {
  const [channels, height, width] = source.imageShape
  const pixels = source.count * height * width
  if (pixels === 0) return refuse('pixelScale', [], { expected: 'a data set with pixels', found: 'none' })
  const counts = histogram(source)
  const meanOver = (channel: number, of: (value: number) => number): number => {
    let sum = 0
    for (let byte = 0; byte < 256; byte++) sum += (counts[256 * channel + byte] ?? 0) * of(byte / 255)
    return sum / pixels
  }
  const mean = Array.from({ length: channels }, (_, channel) => meanOver(channel, (value) => value))
  const std = mean.map((centre, channel) => Math.sqrt(meanOver(channel, (value) => (value - centre) ** 2)) || 1)
  return { mean, std }
}

const batchNames = { size: true, key: true, dropLast: true, pixels: checkPixels, part: true } as const

/**
 * All images as one batch, such as for evaluation on a small set.
 *
 * @see {@link batches} for the meaning of `pixels`.
 *
 * @example
 * ```ts
 * import { Dataset } from 'cotangent/data'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const read = Dataset.dataset({ images: new Uint8Array(4), labels: [0, 1, 2, 3], imageShape: [1, 1, 1], classes: 4 })
 * E.isRight(read) && Dataset.toBatch()(read.right).images.shape // => [4, 1, 1, 1]
 * ```
 */
export const toBatch = (given: PixelScale = unitPixels) => {
  checkPixels('toBatch', 'pixels', given)
  const pixels = ownOptions(given)
  return <I extends ImageShape>({ images, labels, count, imageShape }: Dataset<I>): Batch<I> => ({
    images: leaf(scaledPixels(images, imageShape, pixels), [count, ...imageShape]),
    labels: leaf(labels.slice(), [count]),
  })
}

/**
 * The data set in batches of `size` images, as an iterable that starts anew, in the same order, each time it is
 * iterated.
 *
 * Each batch is made when it is asked for. The numbers are `(byte / 255 - mean) / std`.
 *
 * @example
 * ```ts
 * import { key } from 'cotangent'
 * import type { MnistImage } from 'cotangent/data'
 * import { Dataset, mnistPixels } from 'cotangent/data'
 *
 * const firstShapes = (digits: Dataset<MnistImage>) =>
 *   [...Dataset.batches({ size: 32, key: key(0), pixels: mnistPixels })(digits)].map(({ images }) => images.shape)
 * ```
 */
export const batches = (options: BatchOptions) => {
  const {
    size,
    key,
    dropLast = false,
    pixels = unitPixels,
    part = wholePart,
  } = checkOptions('batches', options, batchNames)
  const ownPart = checkPart('batches', part)
  checkCount('batches', 'the size', size)
  return <I extends ImageShape>(source: Dataset<I>): Iterable<Batch<I>> => {
    const order = key === undefined ? null : orderOf(key, source.count)
    const all = dropLast ? source.count - (source.count % size) : source.count
    return {
      *[Symbol.iterator]() {
        for (let from = 0; from < all; from += size) {
          const count = Math.min(size, all - from)
          const [first, end] = rangeOf(ownPart, count)
          yield toBatch(pixels)(
            order === null
              ? slice(source, from + first, from + end)
              : copyAt(source, order.subarray(from + first, from + end)),
          )
        }
      },
    }
  }
}

/** How many batches {@link batches} gives. */
export const batchCount = (options: BatchOptions, count: number): number => {
  const { size, dropLast = false } = checkOptions('batchCount', options, batchNames)
  checkCount('batchCount', 'the size', size)
  checkCount('batchCount', 'the count', count, 0)
  return dropLast ? Math.floor(count / size) : Math.ceil(count / size)
}
