/**
 * @file A folder of images as a data set: one folder per class, in the order of their names, with the images of the
 * class. Under Node.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { budgetNames, budgetWith, overBudget } from '../codecs/Budget.ts'
import type { OnlyKnown, OptionNames } from '../core/options.ts'
import { checkOptions } from '../core/options.ts'
import { host } from '../files/host.ts'
import type { FilePath } from '../files/regularFile.ts'
import type { Dataset, ImageShape } from './Dataset.ts'
import { dataset } from './Dataset.ts'
import type { DecodeError } from './DecodeError.ts'
import type { DecodedImage } from './image/DecodedImage.ts'
import type { DecodeImageOptions } from './image/decodeImage.ts'
import type { ResizeOptions } from './image/resized.ts'
import { imageIn } from './imageFile.ts'
import type { ImageSize, Sides } from './imageSize.ts'
import { checkImageSize, sidesWithin } from './imageSize.ts'
import { unreadable } from './readMnist.ts'

/** An image that was skipped, and why. */
export interface SkippedImage {
  readonly file: string
  readonly error: DecodeError
}

/** Images with the names of their classes. */
export interface ImageFolder<I extends ImageShape = ImageShape> {
  readonly images: Dataset<I>
  readonly classNames: readonly string[]
  /** The path of each image, in the order of `images`: the folder as it was given, the class, the name. */
  readonly files: readonly string[]
  /** The broken images, where `skipBroken` is set; empty without it. */
  readonly skipped: readonly SkippedImage[]
}

/** The size of the images, and how they are decoded and resized. */
export interface ImageFolderOptions extends DecodeImageOptions, ResizeOptions {
  /** Height and width, or one number for both; by default, all images must have the size of the first. */
  readonly size?: ImageSize
  /** Whether images that cannot be read or decoded are skipped and listed; by default, the first is an error. */
  readonly skipBroken?: boolean
}

/** The shape of the images that a folder is read as: their size where the options say it. */
export type FolderImage<O> = O extends { readonly size: infer Size }
  ? Size extends number
    ? readonly [3, Size, Size]
    : Size extends readonly [infer H extends number, infer W extends number]
      ? readonly [3, H, W]
      : readonly [3, number, number]
  : readonly [3, number, number]

/** The shape of an image that was brought to the size of the options, if they name one. */
export const sizedBy = <O>(shape: ImageShape): FolderImage<O> =>
  // Without a size in the options, the type has none either.
  shape as FolderImage<O>

const isImage = (name: string): boolean => /\.(png|jpe?g)$/i.test(name)

interface Entry {
  readonly name: string
  readonly at: FilePath
  readonly isFolder: boolean
}

/** The path of a name in a folder; bytes where one of them is not UTF-8, as in what old archives unpack to. */
const pathIn = (folder: FilePath, name: Buffer): FilePath =>
  typeof folder === 'string' && Buffer.from(String(name)).equals(name)
    ? `${folder}/${String(name)}`
    : Buffer.concat([Buffer.from(folder), Buffer.from('/'), name])

/** Files and folders of a folder, by name; a symbolic link is what it leads to. */
const namesIn = (folder: FilePath): TE.TaskEither<DecodeError, readonly Entry[]> =>
  TE.tryCatch(
    async () => {
      const { files } = host()
      const isFolder = async (path: FilePath): Promise<boolean> => {
        try {
          return (await files.stat(path)).isDirectory()
        } catch {
          // It leads nowhere.
          return false
        }
      }
      const entries = await files.readdir(folder, { withFileTypes: true, encoding: 'buffer' })
      const found = entries.map(async (entry): Promise<Entry> => {
        const at = pathIn(folder, entry.name)
        return {
          name: String(entry.name),
          at,
          isFolder: entry.isSymbolicLink() ? await isFolder(at) : entry.isDirectory(),
        }
      })
      return (await Promise.all(found)).sort((a, b) => (a.name < b.name ? -1 : 1))
    },
    unreadable(String(folder)),
  )

/** A file and the class of its image. */
export interface LabelledFile {
  /** What it is called: where a name is not UTF-8, some of its characters are replaced. */
  readonly path: string
  /** Where it is read. */
  readonly at: FilePath
  readonly label: number
}

/** An error, and the file that it is about. */
export const inFile =
  (file: string) =>
  (error: DecodeError): DecodeError =>
    error._tag === 'Unreadable' ? error : { _tag: 'InFile', file, error }

const joined = (
  files: readonly LabelledFile[],
  images: readonly DecodedImage[],
  classes: number,
): E.Either<DecodeError, Dataset> => {
  const { height, width } = images[0] ?? { height: 1, width: 1 }
  const other = images.findIndex((image) => image.height !== height || image.width !== width)
  const unlike = images[other]
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
  const bytes = new Uint8Array(images.length * 3 * height * width)
  images.forEach(({ planes }, k) => {
    bytes.set(planes, k * planes.length)
  })
  return dataset({ images: bytes, labels: files.map(({ label }) => label), imageShape, classes })
}

/** The images of a class, by name. */
const filesOf =
  (folder: string) =>
  ({ name, at: inside }: Entry, label: number): TE.TaskEither<DecodeError, readonly LabelledFile[]> =>
    pipe(
      namesIn(inside),
      TE.map((entries) =>
        entries
          .filter((entry) => !entry.isFolder && isImage(entry.name))
          .map((entry): LabelledFile => ({ path: `${folder}/${name}/${entry.name}`, at: entry.at, label })),
      ),
    )

interface Read {
  readonly files: readonly LabelledFile[]
  readonly images: readonly DecodedImage[]
  readonly skipped: readonly SkippedImage[]
}

/**
 * Decodes files one after the other, up to the first that is broken, or past those that are. What all of them come to is held
 * to the budget, before the first is read where their size is known.
 */
const readAll =
  (
    files: readonly LabelledFile[],
    { skipBroken = false, ...options }: ImageFolderOptions,
    sides: Sides | null,
  ): TE.TaskEither<DecodeError, Read> =>
  async () => {
    const budget = budgetWith(options)
    const [height, width] = sides ?? [0, 0]
    const claim = overBudget(budget, 'maxBytes', files.length * 3 * height * width)
    if (claim !== null) return E.left(claim)
    const readImage = imageIn(options, sides)
    let size = 0
    const images: DecodedImage[] = []
    const decoded: LabelledFile[] = []
    const skipped: SkippedImage[] = []
    for (const file of files) {
      const read = await readImage(file.at)()
      if (E.isRight(read)) {
        size += read.right.planes.length
        const over = overBudget(budget, 'maxBytes', size)
        if (over !== null) return E.left(over)
        images.push(read.right)
        decoded.push(file)
      } else if (skipBroken) skipped.push({ file: file.path, error: read.left })
      else return E.left(inFile(file.path)(read.left))
    }
    return E.right({ files: decoded, images, skipped })
  }

/** A folder of images: its classes, and the files of all of them, class by class. */
interface Listing {
  readonly classNames: readonly string[]
  readonly files: readonly LabelledFile[]
}

/** Lists the images of a folder whose folders are classes. Refuses one without classes. */
export const listFolder = (folder: string): TE.TaskEither<DecodeError, Listing> =>
  pipe(
    TE.Do,
    TE.bind('classes', () =>
      pipe(
        namesIn(folder),
        TE.map((entries) => entries.filter(({ isFolder }) => isFolder)),
        TE.filterOrElse(
          (classes) => classes.length > 0,
          (): DecodeError => ({ _tag: 'NoClasses', folder }),
        ),
      ),
    ),
    TE.bind('files', ({ classes }) => TE.sequenceArray(classes.map(filesOf(folder)))),
    TE.map(({ classes, files }) => ({ classNames: classes.map(({ name }) => name), files: files.flat() })),
  )

/** The options of a folder of images, by name. */
export const folderNames: OptionNames<ImageFolderOptions> = {
  size: checkImageSize,
  skipBroken: true,
  antialias: true,
  orient: true,
  ...budgetNames,
}

/**
 * Reads a folder whose folders are classes, with PNG and JPEG files as images; other files are skipped. Refuses a
 * folder that cannot be read or has no classes, and images of different sizes if no size is given. A damaged image is
 * refused by name, or, with `skipBroken`, skipped and listed. The types know a literal size: with `size: 32` the images
 * are `[3, 32, 32]`.
 *
 * @example
 * ```ts
 * import { readImageFolder } from 'cotangent/data'
 *
 * const result = await readImageFolder({ size: 64 })('photos')()
 * result // => { _tag: 'Left', left: { _tag: 'Unreadable', path: 'photos', code: 'ENOENT' } }
 * ```
 */
export const readImageFolder = <const O extends ImageFolderOptions = {}>(given?: OnlyKnown<O, ImageFolderOptions>) => {
  const options = checkOptions<ImageFolderOptions>('readImageFolder', given ?? {}, folderNames)
  const sides = sidesWithin('readImageFolder', options)
  return (folder: string): TE.TaskEither<DecodeError, ImageFolder<FolderImage<O>>> =>
    pipe(
      listFolder(folder),
      TE.bind('read', ({ files }) =>
        pipe(
          readAll(files, options, sides),
          TE.filterOrElse(
            ({ images }) => images.length > 0,
            (): DecodeError => ({ _tag: 'NoImages', folder }),
          ),
        ),
      ),
      TE.bind('images', ({ classNames, read: { files, images } }) =>
        TE.fromEither(joined(files, images, classNames.length)),
      ),
      TE.map(({ images, classNames, read: { files, skipped } }) => ({
        images: { ...images, imageShape: sizedBy<O>(images.imageShape) },
        classNames,
        files: files.map(({ path }) => path),
        skipped,
      })),
    )
}
