/**
 * @file A folder of images as a source: one folder per class, as `readImageFolder` reads it, whose images are read and
 * decoded when they are asked for. Under Node.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { budgetWith } from '../../codecs/Budget.ts'
import { checkOptions } from '../../core/options.ts'
import type { DecodeError } from '../DecodeError.ts'
import type { DecodedImage } from '../image/DecodedImage.ts'
import type { DecodeImageOptions } from '../image/decodeImage.ts'
import type { ResizeOptions } from '../image/resized.ts'
import { resized } from '../image/resized.ts'
import type { FolderImage, ImageFolderOptions, LabelledFile } from '../imageFolder.ts'
import { folderNames, inFile, listFolder } from '../imageFolder.ts'
import { readBytes } from '../readMnist.ts'
import type { Example } from './Example.ts'
import { imageOf } from './Example.ts'
import type { CountedSource } from './Source.ts'
import type { Outcome, Reading } from './SourceItem.ts'

/** A source of the images of a folder, with the names of their classes. */
export interface FolderSource<I extends readonly [number, number, number]> {
  readonly source: CountedSource<Example<I>>
  readonly classNames: readonly string[]
  /** The path of each image, by its place in `source`. */
  readonly files: readonly string[]
}

/** Height and width, or one number for both. */
type ImageSize = number | readonly [height: number, width: number]

/** How images from files are decoded and resized. */
interface ImageOptions extends DecodeImageOptions, ResizeOptions {
  /** Height and width, or one number for both; by default, images keep the size that they have. */
  readonly size?: ImageSize
}

const sidesOf = (size: ImageSize): readonly [height: number, width: number] =>
  typeof size === 'number' ? [size, size] : size

/** Decodes an image, where decoding happens, and resizes it. */
const decodedBy = (
  { size, antialias = true, orient = true, ...limits }: ImageOptions,
  { decode }: Reading,
): ((bytes: Uint8Array) => Promise<E.Either<DecodeError, DecodedImage>>) => {
  const sides = size === undefined ? null : sidesOf(size)
  const how = { size: antialias ? sides : null, orient, ...budgetWith(limits) }
  return async (bytes) => {
    const decoded = await decode(bytes, how)
    // Without averaging it is an operation on tensors, which a decoding thread has not.
    return antialias || sides === null
      ? decoded
      : E.map((image: DecodedImage) => resized(image, ...sides, { antialias }))(decoded)
  }
}

/** An error of a file: the end of the stream, or an example that is left out. */
const brokenFile = (file: string, error: DecodeError, skipBroken: boolean): Outcome<never> =>
  skipBroken ? { _tag: 'Skipped', file, error } : E.left(inFile(file)(error))

/**
 * Lists the images of a folder whose folders are classes, as a counted source that reads and decodes each when it is asked
 * for. Images that have no size in common need a `size` before they make a batch. A damaged image is the error that ends the
 * stream, or, with `skipBroken`, is left out, and told to `onSkip`. The types know a literal size.
 *
 * @example
 * ```ts
 * import { Source } from 'cotangent/data'
 *
 * const found = await Source.folder({ size: 64 })('photos')()
 * found // => { _tag: 'Left', left: { _tag: 'Unreadable', path: 'photos', code: 'ENOENT' } }
 * ```
 */
export const folder = <const O extends ImageFolderOptions = {}>(given?: O) => {
  const { skipBroken = false, ...options } = checkOptions<ImageFolderOptions>('folder', given ?? {}, folderNames)
  const openFiles =
    (files: readonly LabelledFile[]): CountedSource<Example<FolderImage<O>>>['open'] =>
    (reading) => {
      const decode = decodedBy(options, reading)
      const read = async (place: number): Promise<Outcome<Example<FolderImage<O>>>> => {
        const { path, label } = files[place] ?? { path: '', label: 0 }
        const bytes = await readBytes(path, budgetWith(options))()
        const image = E.isLeft(bytes) ? bytes : await decode(bytes.right)
        if (E.isLeft(image)) return brokenFile(path, image.left, skipBroken)
        return E.right({ image: imageOf<O>(image.right), label })
      }
      return Promise.resolve(E.right(read))
    }
  return (path: string): TE.TaskEither<DecodeError, FolderSource<FolderImage<O>>> =>
    pipe(
      listFolder(path),
      TE.filterOrElse(
        ({ files }) => files.length > 0,
        (): DecodeError => ({ _tag: 'NoImages', folder: path }),
      ),
      TE.map(({ classNames, files }) => ({
        source: { _tag: 'Source', count: files.length, open: openFiles(files) },
        classNames,
        files: files.map((file) => file.path),
      })),
    )
}
