/**
 * @file A folder of images as a data set: a folder a class, in the order of their names, and in each its images. Under Node.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { fileModule } from '../core/nodeModule.ts'
import type { Dataset, ImageShape } from './Dataset.ts'
import { dataset } from './Dataset.ts'
import type { DecodeError } from './DecodeError.ts'
import type { DecodedImage } from './image/DecodedImage.ts'
import { decodeImage, type DecodeImageOptions } from './image/decodeImage.ts'
import { resized, type ResizeOptions } from './image/resized.ts'
import { readBytes } from './readMnist.ts'

/** Images with the names of their classes. */
export interface ImageFolder<I extends ImageShape = ImageShape> {
  readonly images: Dataset<I>
  readonly classNames: readonly string[]
}

/** What size images are brought to, and how they are decoded and resized. */
export interface ImageFolderOptions extends DecodeImageOptions, ResizeOptions {
  /** Height and width, or one number for both; without it all images must have the size of the first. */
  readonly size?: number | readonly [height: number, width: number]
}

/** The shape of the images that a folder is read as: their size where the options say it. */
export type FolderImage<O> = O extends { readonly size: infer Size }
  ? Size extends number
    ? readonly [3, Size, Size]
    : Size extends readonly [infer H extends number, infer W extends number]
      ? readonly [3, H, W]
      : readonly [3, number, number]
  : readonly [3, number, number]

const isImage = (name: string): boolean => /\.(png|jpe?g)$/i.test(name)

/** Files and folders of a folder, by name. */
const namesIn = (
  path: string,
): TE.TaskEither<DecodeError, readonly { readonly name: string; readonly isFolder: boolean }[]> =>
  TE.tryCatch(
    async () => {
      const { readdir } = fileModule('node:fs/promises')
      const entries = await readdir(path, { withFileTypes: true })
      return entries
        .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
    },
    (thrown): DecodeError => ({
      _tag: 'Unreadable',
      path,
      code: thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown),
    }),
  )

interface Labelled {
  readonly path: string
  readonly label: number
}

const inFile =
  (file: string) =>
  (error: DecodeError): DecodeError =>
    error._tag === 'Unreadable' ? error : { _tag: 'InFile', file, error }

const readImage =
  (options: ImageFolderOptions) =>
  ({ path }: Labelled): TE.TaskEither<DecodeError, DecodedImage> =>
    pipe(
      readBytes(path),
      TE.chainEitherK((bytes) => decodeImage(bytes, options)),
      TE.mapLeft(inFile(path)),
    )

const joined = (
  files: readonly Labelled[],
  images: readonly DecodedImage[],
  classes: number,
  { size, ...options }: ImageFolderOptions,
): E.Either<DecodeError, Dataset> => {
  const [first] = images
  const [height, width] =
    size === undefined ? [first?.height ?? 1, first?.width ?? 1] : typeof size === 'number' ? [size, size] : size
  const sized = size === undefined ? images : images.map((image) => resized(image, height, width, options))
  const other = sized.findIndex((image) => image.height !== height || image.width !== width)
  const unlike = sized[other]
  if (unlike !== undefined) {
    return E.left(
      inFile(files[other]?.path ?? '')({
        _tag: 'WrongImageShape',
        expected: [3, height, width],
        found: [3, unlike.height, unlike.width],
      }),
    )
  }
  const imageShape: ImageShape = [3, height, width]
  const bytes = new Uint8Array(sized.length * 3 * height * width)
  sized.forEach(({ planes }, k) => {
    bytes.set(planes, k * planes.length)
  })
  return dataset({ images: bytes, labels: files.map(({ label }) => label), imageShape, classes })
}

/**
 * Reads a folder whose folders are classes, and whose PNG and JPEG files are images; other files are passed over.
 * Refuses a folder that cannot be read, a damaged image, and images of unlike sizes where no size is given. The
 * types know a literal size: with `size: 32` the images are `[3, 32, 32]`.
 *
 * @example
 * ```ts
 * import { readImageFolder } from 'cotangent/data'
 *
 * const read = readImageFolder({ size: 64 })('photos')
 * const result = await read()
 * result // => { _tag: 'Left', left: { _tag: 'Unreadable', path: 'photos', code: 'ENOENT' } }
 * ```
 */
export const readImageFolder =
  <const O extends ImageFolderOptions = {}>(options?: O) =>
  (folder: string): TE.TaskEither<DecodeError, ImageFolder<FolderImage<O>>> =>
    pipe(
      namesIn(folder),
      TE.map((entries) => entries.filter(({ isFolder }) => isFolder).map(({ name }) => name)),
      TE.chain((classNames) =>
        pipe(
          classNames.map((name, label) => ({ name, label })),
          TE.traverseArray(({ name, label }) =>
            pipe(
              namesIn(`${folder}/${name}`),
              TE.map((entries) =>
                entries
                  .filter((entry) => !entry.isFolder && isImage(entry.name))
                  .map((entry): Labelled => ({ path: `${folder}/${name}/${entry.name}`, label })),
              ),
            ),
          ),
          TE.map((rows) => rows.flat()),
          TE.chain((files) =>
            pipe(
              files,
              TE.traverseSeqArray(readImage(options ?? {})),
              TE.chainEitherK((images) => joined(files, images, classNames.length, options ?? {})),
            ),
          ),
          TE.map((images) => ({ images: images as Dataset as Dataset<FolderImage<O>>, classNames })),
        ),
      ),
    )
