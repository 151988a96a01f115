/**
 * @file CIFAR-10 and CIFAR-100 in their binary version: records of a label and an image, nothing before or between.
 *
 *     CIFAR-10:  label, 1024 bytes of red, 1024 of green, 1024 of blue, row-major        3073 bytes
 *     CIFAR-100: coarse label, fine label, the same                                      3074 bytes
 *
 * A file has no header, so it is known by its length and by labels that are classes. (Krizhevsky, "Learning multiple layers
 * of features from tiny images", 2009.)
 */
import { checkBytes } from '../core/checkBytes.ts'
import { checkOptions } from '../core/options.ts'
import * as E from 'fp-ts/lib/Either.js'
import type { Dataset } from './Dataset.ts'
import { dataset } from './Dataset.ts'
import type { DecodeError } from './DecodeError.ts'

/** The shape of one CIFAR image: red, green and blue of 32 by 32 pixels. */
export type CifarImage = readonly [3, 32, 32]

const imageShape: CifarImage = [3, 32, 32]
const imageBytes = 3 * 32 * 32

/** The images and the labels at a place of each record. */
const decode = (
  bytes: Uint8Array,
  labelBytes: number,
  labelAt: number,
  classes: number,
): E.Either<DecodeError, Dataset<CifarImage>> => {
  const record = labelBytes + imageBytes
  const count = Math.ceil(Math.max(checkBytes('decodeCifar', bytes).length, 1) / record)
  if (bytes.length !== count * record) {
    return E.left({ _tag: 'Truncated', part: 'data', expected: count * record, found: bytes.length })
  }
  const images = new Uint8Array(count * imageBytes)
  const labels = new Uint8Array(count)
  for (let k = 0; k < count; k++) {
    const from = k * record
    images.set(bytes.subarray(from + labelBytes, from + record), k * imageBytes)
    labels.set(bytes.subarray(from + labelAt, from + labelAt + 1), k)
  }
  return dataset({ images, labels, imageShape, classes })
}

/**
 * The images and labels of a CIFAR-10 file, such as `data_batch_1.bin`. Refuses a length that is not a whole number of
 * records, an empty file, and a label that is not a class.
 *
 * @example
 * ```ts
 * import { decodeCifar10, showDecodeError } from 'cotangent/data'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const read = decodeCifar10(new Uint8Array(3072))
 * E.isLeft(read) ? showDecodeError(read.left) : '' // => 'Cannot read the data: expected 3073 bytes, found 3072'
 * ```
 */
export const decodeCifar10 = (bytes: Uint8Array): E.Either<DecodeError, Dataset<CifarImage>> => decode(bytes, 1, 0, 10)

/**
 * The images of a CIFAR-100 file with their fine labels, of 100 classes, or their coarse labels, of 20.
 *
 * @example
 * ```ts
 * import { decodeCifar100 } from 'cotangent/data'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * // A file of one image: its coarse label, its fine label, and 3,072 pixels.
 * const read = decodeCifar100()(Uint8Array.from({ length: 3074 }, (_, k) => (k === 1 ? 42 : 0)))
 * E.isRight(read) && Array.from(read.right.labels) // => [42]
 * ```
 */
export const decodeCifar100 = (options: { readonly labels?: 'fine' | 'coarse' } = {}) => {
  const { labels = 'fine' } = checkOptions('decodeCifar100', options, { labels: { fine: true, coarse: true } })
  return (bytes: Uint8Array): E.Either<DecodeError, Dataset<CifarImage>> =>
    labels === 'fine' ? decode(bytes, 2, 1, 100) : decode(bytes, 2, 0, 20)
}
