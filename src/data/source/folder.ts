/**
 * @file A folder of images as a source: one folder per class, as `readImageFolder` reads it, whose images are read and
 * decoded when they are asked for. Under Node.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { budgetWith } from '../../codecs/Budget.ts'
import type { OnlyKnown } from '../../core/options.ts'
import { checkOptions } from '../../core/options.ts'
import type { DecodeError } from '../DecodeError.ts'
import type { FolderImage, ImageFolderOptions, LabelledFile } from '../imageFolder.ts'
import { folderNames, listFolder } from '../imageFolder.ts'
import { sidesWithin } from '../imageSize.ts'
import { bytesAt } from '../readMnist.ts'
import type { Example } from './Example.ts'
import { imageOf } from './Example.ts'
import { brokenFile, decodedBy } from './imageOptions.ts'
import type { CountedSource } from './Source.ts'
import type { Outcome } from './SourceItem.ts'

/** A source of the images of a folder, with the names of their classes. */
export interface FolderSource<I extends readonly [number, number, number]> {
  readonly source: CountedSource<Example<I>>
  readonly classNames: readonly string[]
  /** The path of each image, by its place in `source`. */
  readonly files: readonly string[]
}

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
export const folder = <const O extends ImageFolderOptions = {}>(given?: OnlyKnown<O, ImageFolderOptions>) => {
  const { skipBroken = false, ...options } = checkOptions<ImageFolderOptions>('folder', given ?? {}, folderNames)
  const sides = sidesWithin('folder', options)
  const openFiles =
    (files: readonly LabelledFile[]): CountedSource<Example<FolderImage<O>>>['open'] =>
    (reading) => {
      const decode = decodedBy(options, sides, reading)
      const read = async (place: number): Promise<Outcome<Example<FolderImage<O>>>> => {
        const { path, at, label } = files[place] ?? { path: '', at: '', label: 0 }
        const bytes = await bytesAt(at, budgetWith(options))()
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
