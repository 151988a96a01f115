/**
 * @file Tar shards in WebDataset's layout as a source, from the disk or fetched, in the order of their list. A shard is
 * read once from its beginning to its end, so that memory holds one example of it, and what waits to be decoded.
 */
import * as E from 'fp-ts/lib/Either.js'
import { budgetWith } from '../../codecs/Budget.ts'
import { checkOptions } from '../../core/options.ts'
import type { Shape } from '../../core/Shape.ts'
import type { Tensor } from '../../core/Tensor.ts'
import type { DecodeError } from '../DecodeError.ts'
import type { FolderImage, ImageFolderOptions } from '../imageFolder.ts'
import { folderNames, inFile } from '../imageFolder.ts'
import { sidesWithin } from '../imageSize.ts'
import { checkClasses } from '../pixels.ts'
import { unreadable } from '../readMnist.ts'
import type { Example } from './Example.ts'
import { imageOf } from './Example.ts'
import { brokenFile, decodedBy } from './imageOptions.ts'
import { openRange } from './RangeFile.ts'
import type { StreamingSource } from './Source.ts'
import { streaming } from './Source.ts'
import type { Found, Items, Outcome, Reading } from './SourceItem.ts'
import type { TarExample } from './tarMembers.ts'
import { tarExamples } from './tarMembers.ts'

/** How the examples of tar shards are read: their images as those of a folder. */
export interface TarOptions<S extends Shape = readonly []> extends ImageFolderOptions {
  /** The number of classes; a label that is none is refused. By default any whole number from 0 is a label. */
  readonly classes?: number
  /**
   * The label of an example: a class or a tensor, `null` where it has none. By default the number in its member `cls`.
   */
  readonly label?: (example: TarExample) => number | Tensor<S> | null
  /** Fetches the shards whose names are addresses; the platform's `fetch` by default. */
  readonly fetch?: typeof fetch
}

/** How much of a file is read at a time. */
const chunkBytes = 65_536

async function* fileChunks(path: string): AsyncGenerator<Found<Uint8Array>, void, void> {
  const opened = await openRange(path)
  if (E.isLeft(opened)) {
    yield opened
    return
  }
  const { size, read, check, close } = opened.right
  try {
    for (let from = 0; from < size; from += chunkBytes) {
      const found = await read(from, Math.min(chunkBytes, size - from))
      yield found
      if (E.isLeft(found)) return
    }
    const looked = await check()
    if (E.isLeft(looked)) yield looked
  } finally {
    await close()
  }
}

async function* fetchedChunks(
  url: string,
  get: typeof fetch,
  signal: AbortSignal,
): AsyncGenerator<Found<Uint8Array>, void, void> {
  try {
    const response = await get(url, { signal })
    if (!response.ok || response.body === null) {
      await response.body?.cancel()
      yield E.left({ _tag: 'Unreadable', path: url, code: `HTTP ${String(response.status)}` })
      return
    }
    const reader = response.body.getReader()
    try {
      while (true) {
        const { done, value } = await reader.read()
        if (done) return
        yield E.right(value)
      }
    } finally {
      await reader.cancel().catch(() => undefined)
    }
  } catch (thrown) {
    yield E.left(unreadable(url)(thrown))
  }
}

const isAddress = (shard: string): boolean => /^https?:\/\//.test(shard)

const imageNames = ['png', 'jpg', 'jpeg'] as const

/** The number in the member `cls`. */
const classOf = ({ members: { cls } }: TarExample): number | null => {
  const text = cls === undefined ? '' : new TextDecoder().decode(cls.subarray(0, 32)).trim()
  return /^\d+$/.test(text) ? Number(text) : null
}

const labelError = (label: number | Tensor | null, classes: number, index: number): DecodeError | null => {
  if (label === null)
    return { _tag: 'NoLabel', detail: 'it has no member .cls with a whole number, or none of its own' }
  return typeof label === 'number' && !(label >= 0 && label < classes)
    ? { _tag: 'LabelOutOfRange', index, label, classes }
    : null
}

/**
 * The examples of tar shards, one shard after another: files, or addresses that begin with `http://` or `https://`, which
 * are fetched. The members `000123.jpg` and `000123.cls` are one example.
 *
 * A member that is no image, or has no label, is refused by name, or, with `skipBroken`, left out and told to `onSkip`. A
 * shard that cannot be read, or that was cut short, ends the stream in any case.
 *
 * @example
 * ```ts
 * import { Source } from 'cotangent/data'
 *
 * const shards = Source.tar({ size: 64, classes: 10 })(['no/train-0000.tar', 'no/train-0001.tar'])
 * const seen: unknown[] = []
 * for await (const batch of Source.batches({ size: 32, workers: 2 })(shards)) seen.push(batch)
 * seen // => [{ _tag: 'Left', left: { _tag: 'Unreadable', path: 'no/train-0000.tar', code: 'ENOENT' } }]
 * ```
 */
export const tar = <const O extends ImageFolderOptions, S extends Shape = readonly []>(given?: O & TarOptions<S>) => {
  const all = checkOptions<TarOptions<S>>('tar', given ?? {}, {
    ...folderNames,
    classes: checkClasses,
    label: true,
    fetch: true,
  })
  const { classes = Infinity, label: labelOf = classOf, fetch: get = fetch, skipBroken = false, ...options } = all
  const budget = budgetWith(options)
  const sides = sidesWithin('tar', options)
  const exampleOf = (reading: Reading, shard: string) => {
    const decode = decodedBy(options, sides, reading)
    return async (example: TarExample, index: number): Promise<Outcome<Example<FolderImage<O>, S>>> => {
      const broken = (error: DecodeError): Outcome<never> => brokenFile(`${shard}/${example.name}`, error, skipBroken)
      const member = imageNames.find((name) => example.members[name] !== undefined)
      const bytes = member === undefined ? undefined : example.members[member]
      if (bytes === undefined) return broken({ _tag: 'NoImage', detail: 'it has no member .png, .jpg or .jpeg' })
      const label = labelOf(example)
      const wrong = labelError(label, classes, index)
      if (label === null || wrong !== null) return broken(wrong ?? { _tag: 'NoLabel', detail: 'it has none' })
      const decoded = await decode(bytes)
      return E.isLeft(decoded) ? broken(decoded.left) : E.right({ image: imageOf<O>(decoded.right), label })
    }
  }
  return (shards: readonly string[]): StreamingSource<Example<FolderImage<O>, S>> =>
    streaming(async function* (reading): Items<Example<FolderImage<O>, S>> {
      for (const shard of shards) {
        const chunks = isAddress(shard) ? fetchedChunks(shard, get, reading.signal) : fileChunks(shard)
        const read = exampleOf(reading, shard)
        let index = 0
        for await (const found of tarExamples(chunks, budget)) {
          const at = index++
          yield E.bimap(inFile(shard), (example: TarExample) => ({ run: () => read(example, at) }))(found)
          if (E.isLeft(found)) return
        }
      }
    })
}
