/**
 * @file MNIST from a folder, under Node. Node's modules are imported when a task runs, so that browsers can bundle this
 * entry point; in a browser, fetch the four files and call `decodeMnist`.
 */
import { checkOptions } from '../core/options.ts'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Budget } from '../codecs/Budget.ts'
import { budgetNames, budgetWith } from '../codecs/Budget.ts'
import { codeOf } from '../files/FileError.ts'
import type { FilePath } from '../files/regularFile.ts'
import { readWhole } from '../files/regularFile.ts'
import type { Dataset } from './Dataset.ts'
import type { DecodeError } from './DecodeError.ts'
import type { DecodeMnistOptions, MnistImage } from './mnist.ts'
import { decodeMnist } from './mnist.ts'
import { checkClasses } from './pixels.ts'

/** The two parts of MNIST. */
export interface Mnist {
  readonly train: Dataset<MnistImage>
  readonly test: Dataset<MnistImage>
}

/** An error of the operating system, as data. */
export const unreadable =
  (path: string) =>
  (thrown: unknown): DecodeError => ({ _tag: 'Unreadable', path, code: codeOf(thrown) })

/** The bytes of a file, whose name may be no text. */
export const bytesAt = (path: FilePath, budget: Budget): TE.TaskEither<DecodeError, Uint8Array> =>
  pipe(
    TE.tryCatch(() => readWhole(path, budget), unreadable(String(path))),
    TE.chainW(TE.fromEither),
  )

/**
 * Reads a whole file. It never blocks: anything that is not a regular file on a disk, such as a FIFO or a device, is
 * refused. A file of more than `maxBytes` (4 GiB by default) is refused before it is read.
 *
 * @example
 * ```ts
 * import { readBytes, showDecodeError } from 'cotangent/data'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const read = await readBytes('no/such/file')()
 * E.isLeft(read) && showDecodeError(read.left) // => 'Cannot read no/such/file: no such file or folder'
 * ```
 */
export const readBytes = (path: string, limits: Partial<Budget> = {}): TE.TaskEither<DecodeError, Uint8Array> => {
  return bytesAt(path, budgetWith(checkOptions('readBytes', limits, budgetNames)))
}

interface NamedBytes {
  readonly path: string
  readonly bytes: Uint8Array
}

/** The compressed file, or the plain one where there is no compressed one. */
const readEither = (path: string, options: DecodeMnistOptions): TE.TaskEither<DecodeError, NamedBytes> => {
  const named = (name: string) =>
    pipe(
      readBytes(name, budgetWith(options)),
      TE.map((bytes): NamedBytes => ({ path: name, bytes })),
    )
  return pipe(
    named(`${path}.gz`),
    TE.orElse((error) => (error._tag === 'Unreadable' && error.code === 'ENOENT' ? named(path) : TE.left(error))),
  )
}

const readPart =
  (folder: string, options: DecodeMnistOptions) =>
  (prefix: string): TE.TaskEither<DecodeError, Dataset<MnistImage>> =>
    pipe(
      TE.Do,
      TE.bind('images', () => readEither(`${folder}/${prefix}-images-idx3-ubyte`, options)),
      TE.bind('labels', () => readEither(`${folder}/${prefix}-labels-idx1-ubyte`, options)),
      TE.chainEitherK(({ images, labels }) =>
        decodeMnist({ ...options, names: { images: images.path, labels: labels.path } })({
          images: images.bytes,
          labels: labels.bytes,
        }),
      ),
    )

/**
 * Reads the four files of MNIST from a folder, under their usual names, with or without `.gz`.
 *
 * @example
 * ```ts
 * import { readMnist, showDecodeError } from 'cotangent/data'
 * import { either as E } from 'fp-ts'
 *
 * const mnist = await readMnist('no/such/folder')()
 * E.isLeft(mnist) && showDecodeError(mnist.left)
 * // => 'Cannot read no/such/folder/train-images-idx3-ubyte: no such file or folder'
 * ```
 */
export const readMnist = (folder: string, given: DecodeMnistOptions = {}): TE.TaskEither<DecodeError, Mnist> => {
  const options = checkOptions('readMnist', given, { classes: checkClasses, names: true, ...budgetNames })
  return pipe(
    TE.Do,
    TE.bind('train', () => readPart(folder, options)('train')),
    TE.bind('test', () => readPart(folder, options)('t10k')),
  )
}
