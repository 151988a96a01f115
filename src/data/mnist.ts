/**
 * @file MNIST: a file of images and a file of labels, as bytes, to one data set.
 *
 * Images are unsigned bytes `[count, 28, 28]` (magic 0x803), labels unsigned bytes `[count]` (magic 0x801).
 * Fashion-MNIST, KMNIST and EMNIST keep the same form.
 */
import type { Budget } from '../codecs/Budget.ts'
import { budgetNames, budgetWith } from '../codecs/Budget.ts'
import { checkBytes } from '../core/checkBytes.ts'
import { checkOptions } from '../core/options.ts'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { sameShape } from '../core/Shape.ts'
import type { Dataset } from './Dataset.ts'
import { dataset } from './Dataset.ts'
import type { DecodeError } from './DecodeError.ts'
import type { IdxArray } from './idx.ts'
import { decodeIdx } from './idx.ts'
import { checkClasses } from './pixels.ts'

/** The shape of one MNIST image: one channel of 28 by 28 pixels. */
export type MnistImage = readonly [1, 28, 28]

/** The two files of one part of MNIST, raw or gzipped. */
export interface MnistBytes {
  readonly images: Uint8Array
  readonly labels: Uint8Array
}

/** What differs between the data sets that share MNIST's form, and how much a gzipped file may hold. */
export interface DecodeMnistOptions extends Partial<Budget> {
  /** The number of classes; 10 by default, 62 for EMNIST by class. */
  readonly classes?: number
  /** What an error calls the two files. */
  readonly names?: Readonly<Record<keyof MnistBytes, string>>
}

/**
 * The mean and standard deviation of MNIST's training pixels, as fractions of full white.
 *
 * @example
 * ```ts
 * import { Dataset, mnistPixels } from 'cotangent/data'
 *
 * const first = (digits: Dataset) => Dataset.batches({ size: 32, pixels: mnistPixels })(digits)
 * ```
 */
export const mnistPixels = { mean: 0.1307, std: 0.3081 } as const

const imageMagic = 0x803
const labelMagic = 0x801
const imageShape: MnistImage = [1, 28, 28]

type ByteArray = Extract<IdxArray, { readonly elementType: 'u8' }>

const inFile =
  (file: string) =>
  (error: DecodeError): DecodeError => ({ _tag: 'InFile', file, error })

const decodeBytes =
  (magic: number, options: DecodeMnistOptions) =>
  (bytes: Uint8Array): E.Either<DecodeError, ByteArray> =>
    pipe(
      bytes,
      decodeIdx({ magic, ...budgetWith(options) }),
      E.filterOrElse(
        (array): array is ByteArray => array.elementType === 'u8',
        (): DecodeError => ({ _tag: 'WrongMagic', expected: magic, found: magic }),
      ),
    )

const imagesOf28 = (array: ByteArray): E.Either<DecodeError, Uint8Array> => {
  const expected = imageShape.slice(1)
  const found = array.shape.slice(1)
  return sameShape(expected, found) ? E.right(array.data) : E.left({ _tag: 'WrongImageShape', expected, found })
}

/**
 * Pairs the images `[n, 28, 28]` and the labels `[n]` of one part of MNIST, with all checks.
 *
 * Refuses what `decodeIdx` refuses, images of another size, different numbers of images and labels, and a label that is
 * not a class. An error that concerns one of the files names it.
 *
 * @example
 * ```ts
 * import { decodeMnist, encodeIdx } from 'cotangent/data'
 *
 * const images = encodeIdx({ elementType: 'u8', shape: [2, 28, 28], data: new Uint8Array(2 * 784) })
 * const labels = encodeIdx({ elementType: 'u8', shape: [3], data: Uint8Array.of(7, 2, 1) })
 * decodeMnist()({ images, labels }) // => { _tag: 'Left', left: { _tag: 'CountMismatch', images: 2, labels: 3 } }
 * ```
 */
export const decodeMnist = (given: DecodeMnistOptions = {}) => {
  const options = checkOptions('decodeMnist', given, { classes: checkClasses, names: true, ...budgetNames })
  return (files: MnistBytes): E.Either<DecodeError, Dataset<MnistImage>> => {
    checkBytes('decodeMnist', files.images, "'images'")
    checkBytes('decodeMnist', files.labels, "'labels'")
    const names = options.names ?? { images: 'images', labels: 'labels' }
    return pipe(
      E.Do,
      E.bind('images', () =>
        pipe(files.images, decodeBytes(imageMagic, options), E.chain(imagesOf28), E.mapLeft(inFile(names.images))),
      ),
      E.bind('labels', () =>
        pipe(
          files.labels,
          decodeBytes(labelMagic, options),
          E.bimap(inFile(names.labels), ({ data }) => data),
        ),
      ),
      E.chain(({ images, labels }) => dataset({ images, labels, imageShape, classes: options.classes ?? 10 })),
    )
  }
}
