/**
 * @file Files of records, read record by record: IDX, the format of MNIST, and CIFAR. Nothing else of them is in memory.
 * They are not compressed: a range of a gzip file cannot be read without what is before it. Under Node.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { checkOptions } from '../../core/options.ts'
import { ownList } from '../../core/own.ts'
import type { Shape } from '../../core/Shape.ts'
import { sameShape, sizeOf } from '../../core/Shape.ts'
import type { CifarImage } from '../cifar.ts'
import { decodeCifar10, decodeCifar100 } from '../cifar.ts'
import type { Dataset } from '../Dataset.ts'
import type { DecodeError } from '../DecodeError.ts'
import { decodeIdxHeader } from '../idx.ts'
import { inFile } from '../imageFolder.ts'
import type { ImageShape } from '../pixels.ts'
import { checkClasses, checkImageShape } from '../pixels.ts'
import type { Example } from './Example.ts'
import { exampleAt } from './fromMemory.ts'
import type { RangeFile } from './RangeFile.ts'
import { openRange } from './RangeFile.ts'
import type { CountedSource } from './Source.ts'
import type { Found, Outcome, Reading } from './SourceItem.ts'

/** A file of records of one length, after a header. */
interface Records {
  readonly path: string
  /** Its size in bytes when it was looked at. */
  readonly size: number
  readonly start: number
  readonly length: number
  readonly count: number
}

/** Looks at a file without keeping it open. */
const looked = <A>(path: string, look: (file: RangeFile) => Promise<Found<A>>): TE.TaskEither<DecodeError, A> => {
  const run = async (): Promise<Found<A>> => {
    const file = await openRange(path)
    if (E.isLeft(file)) return file
    try {
      return E.mapLeft(inFile(path))(await look(file.right))
    } finally {
      await file.right.close()
    }
  }
  return run
}

/** Opens files of records for one pass: how a record of each is read. */
const openAll = async (
  files: readonly Records[],
  { closing }: Reading,
): Promise<Found<readonly ((place: number) => Promise<Found<Uint8Array>>)[]>> => {
  const readers: ((place: number) => Promise<Found<Uint8Array>>)[] = []
  for (const { path, size, start, length } of files) {
    const opened = await openRange(path, size)
    if (E.isLeft(opened)) return opened
    closing(opened.right.close)
    readers.push((place) => opened.right.read(start + place * length, length))
  }
  return E.right(readers)
}

/** The longest header of an IDX file: its magic number, and 255 dimensions. */
const longestHeader = 4 + 4 * 255

const idxRecords = (path: string, magic: number): TE.TaskEither<DecodeError, Records & { readonly shape: Shape }> =>
  looked(path, async ({ size, read }) => {
    const head = await read(0, Math.min(size, longestHeader))
    if (E.isLeft(head)) return head
    const header = decodeIdxHeader(new DataView(head.right.buffer), magic)
    if (E.isLeft(header)) return header
    const { shape, bytes: start } = header.right
    const [count = 0, ...record] = shape
    const length = sizeOf(record)
    const expected = start + count * length
    if (!Number.isSafeInteger(expected)) return E.left({ _tag: 'DimensionOverflow', shape })
    if (size < expected) return E.left({ _tag: 'Truncated', part: 'data', expected, found: size })
    if (size > expected) return E.left({ _tag: 'TrailingBytes', expected, found: size })
    return E.right({ path, size, start, length, count, shape: record })
  })

/** What the images of an IDX file are. */
export interface IdxSourceOptions<I extends ImageShape> {
  /** The shape of one image; files with images of another size are refused. */
  readonly imageShape: I
  /** The number of classes; 10 by default. */
  readonly classes?: number
}

/** An IDX file of images, and one of their labels, not compressed. */
export interface IdxPaths {
  readonly images: string
  readonly labels: string
}

const unsignedBytes = 0x800

/**
 * The images and labels of two IDX files, such as MNIST's when they are unpacked. The headers are read when the task runs,
 * and each image when it is asked for. Refuses what `decodeMnist` refuses, and a file that changes its size while it is read.
 *
 * @example
 * ```ts
 * import { Source } from 'cotangent/data'
 *
 * const paths = { images: 'no/images', labels: 'no/labels' }
 * const found = await Source.idx({ imageShape: [1, 28, 28] })(paths)()
 * found // => { _tag: 'Left', left: { _tag: 'Unreadable', path: 'no/images', code: 'ENOENT' } }
 * ```
 */
export const idx = <const I extends ImageShape>(given: IdxSourceOptions<I>) => {
  const { classes = 10 } = checkOptions<IdxSourceOptions<ImageShape>>('idx', given, {
    imageShape: checkImageShape,
    classes: checkClasses,
  })
  const shape = ownList(given.imageShape)
  // A single channel has no axis of its own.
  const expected = shape[0] === 1 ? shape.slice(1) : shape
  const source = (images: Records, labels: Records): CountedSource<Example<I>> => ({
    _tag: 'Source',
    count: images.count,
    open: async (reading) => {
      const opened = await openAll([images, labels], reading)
      if (E.isLeft(opened)) return opened
      const read = async (place: number): Promise<Outcome<Example<I>>> => {
        const found = await Promise.all(opened.right.map((reader) => reader(place)))
        const [pixels, label] = found
        if (pixels === undefined || label === undefined) return E.left({ _tag: 'NoLabel', detail: 'it has no record' })
        if (E.isLeft(pixels)) return pixels
        if (E.isLeft(label)) return label
        const [value = 0] = label.right
        if (value >= classes) {
          return E.left(inFile(labels.path)({ _tag: 'LabelOutOfRange', index: place, label: value, classes }))
        }
        return E.right({ image: { _tag: 'ExampleImage', shape, pixels: pixels.right }, label: value })
      }
      return E.right(read)
    },
  })
  return (paths: IdxPaths): TE.TaskEither<DecodeError, CountedSource<Example<I>>> =>
    pipe(
      TE.Do,
      TE.bind('images', () => idxRecords(paths.images, unsignedBytes + expected.length + 1)),
      TE.bind('labels', () => idxRecords(paths.labels, unsignedBytes + 1)),
      TE.chainEitherK(({ images, labels }): Found<CountedSource<Example<I>>> => {
        if (!sameShape(images.shape, expected)) {
          const found = { _tag: 'WrongImageShape', expected, found: images.shape } as const
          return E.left(inFile(paths.images)(found))
        }
        return images.count === labels.count
          ? E.right(source(images, labels))
          : E.left({ _tag: 'CountMismatch', images: images.count, labels: labels.count })
      }),
    )
}

type DecodeCifar = (bytes: Uint8Array) => Found<Dataset<CifarImage>>

const cifarRecords =
  (length: number) =>
  (path: string): TE.TaskEither<DecodeError, Records> =>
    looked(path, ({ size }) => {
      const count = Math.ceil(Math.max(size, 1) / length)
      const expected = count * length
      return Promise.resolve(
        size === expected
          ? E.right({ path, size, start: 0, length, count })
          : E.left({ _tag: 'Truncated', part: 'data', expected, found: size }),
      )
    })

/** The images of CIFAR files, one file after another; a record is decoded as a file of one image. */
const cifar =
  (length: number, decode: DecodeCifar) =>
  (paths: readonly string[]): TE.TaskEither<DecodeError, CountedSource<Example<CifarImage>>> =>
    pipe(
      TE.traverseSeqArray(cifarRecords(length))(paths),
      TE.map((files) => ({
        _tag: 'Source',
        count: files.reduce((sum, { count }) => sum + count, 0),
        open: async (reading) => {
          const opened = await openAll(files, reading)
          if (E.isLeft(opened)) return opened
          return E.right(async (place) => {
            let [file, at] = [0, place]
            for (; at >= (files[file]?.count ?? Infinity); file++) at -= files[file]?.count ?? 0
            const bytes = await opened.right[file]?.(at)
            if (bytes === undefined || E.isLeft(bytes))
              return bytes ?? E.left({ _tag: 'NoImage', detail: 'no such record' })
            return pipe(
              decode(bytes.right),
              E.bimap(inFile(files[file]?.path ?? ''), (one) => exampleAt(one, 0)),
            )
          })
        },
      })),
    )

/**
 * The images of CIFAR-10 files, such as `data_batch_1.bin` to `data_batch_5.bin`, in the order of the paths; each is read
 * when it is asked for. Refuses what `decodeCifar10` refuses, and a file that changes its size while it is read.
 *
 * @example
 * ```ts
 * import { Source } from 'cotangent/data'
 *
 * const found = await Source.cifar10(['no/data_batch_1.bin'])()
 * found // => { _tag: 'Left', left: { _tag: 'Unreadable', path: 'no/data_batch_1.bin', code: 'ENOENT' } }
 * ```
 */
export const cifar10 = cifar(1 + 3 * 32 * 32, decodeCifar10)

/** As {@link cifar10}, of CIFAR-100 files, with their fine labels, of 100 classes, or their coarse labels, of 20. */
export const cifar100 = (
  options: Parameters<typeof decodeCifar100>[0] = {},
): ((paths: readonly string[]) => TE.TaskEither<DecodeError, CountedSource<Example<CifarImage>>>) =>
  cifar(2 + 3 * 32 * 32, decodeCifar100(options))
