/**
 * @file Tar archives as they stream by: the members that share a name up to its first dot are one example, as WebDataset
 * lays them out. What is there of an archive at any time is the example that is being read.
 *
 *     000123.jpg  000123.cls  000124.jpg  000124.cls  ...  1,024 zeros or more
 *
 * An archive without the zeros at its end was cut short, though it may end after a whole member.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Extract } from 'tar-stream'
import type { Budget } from '../../codecs/Budget.ts'
import { overBudget } from '../../codecs/Budget.ts'
import { loadPeer } from '../../core/loadPeer.js'
import type { DecodeError } from '../DecodeError.ts'
import type { Found } from './SourceItem.ts'

/** The members of one example. */
export interface TarExample {
  /** The name that they share, up to its first dot. */
  readonly name: string
  /** The bytes of each member, by what comes after the dot, in small letters: `jpg`, `cls`, `seg.png`. */
  readonly members: Readonly<Record<string, Uint8Array>>
}

const block = 512

/** Counts bytes as they pass, and the zeros at their end. */
const endWatch = (): { readonly see: (bytes: Uint8Array) => void; readonly isWhole: () => boolean } => {
  let [total, zeros] = [0, 0]
  return {
    see: (bytes) => {
      let end = bytes.length
      while (end > 0 && bytes[end - 1] === 0) end -= 1
      total += bytes.length
      zeros = end === 0 ? zeros + bytes.length : bytes.length - end
    },
    isWhole: () => total % block === 0 && zeros >= 2 * block,
  }
}

const noTar = (detail: string): DecodeError => ({ _tag: 'NoTar', detail })

/** Feeds an archive to the reader of its members; gives what is wrong with it. */
const feed = async (
  chunks: AsyncIterable<Found<Uint8Array>>,
  reader: Extract,
  isLeft: () => boolean,
): Promise<DecodeError | null> => {
  const watch = endWatch()
  let [wake, isClosed]: [() => void, boolean] = [() => undefined, false]
  reader.on('drain', () => wake())
  reader.on('close', () => {
    isClosed = true
    wake()
  })
  for await (const chunk of chunks) {
    if (isLeft()) return null
    if (E.isLeft(chunk)) {
      reader.destroy(undefined)
      return chunk.left
    }
    watch.see(chunk.right)
    if (reader.write(chunk.right)) continue
    await new Promise<void>((resolve) => {
      wake = resolve
      if (isClosed || isLeft()) resolve()
    })
  }
  if (isLeft()) return null
  reader.end(undefined)
  return watch.isWhole() ? null : noTar('it ends without the zeros that mark its end: it was cut short')
}

/** `name.extension`, split at the first dot after the folder; `null` for a name without either. */
const parted = (path: string): readonly [name: string, extension: string] | null => {
  const [, name, extension] = /^((?:.*\/)?[^./]+)\.([^/]+)$/.exec(path) ?? []
  return name === undefined || extension === undefined ? null : [name, extension.toLowerCase()]
}

const joined = (chunks: readonly Uint8Array[], size: number): Uint8Array => {
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

/** Examples of a reader of members; each claim is held to the budget before the bytes are kept. */
async function* examplesIn(
  reader: Extract,
  budget: Budget,
  fed: Promise<DecodeError | null>,
): AsyncGenerator<Found<TarExample>, void, void> {
  let name: string | null = null
  let [members, count, held]: [Record<string, Uint8Array>, number, number] = [{}, 0, 0]
  for await (const entry of reader) {
    const { header } = entry
    const { size } = header
    const isFile = header.type === 'file' || header.type === 'contiguous-file'
    const [own, extension] = parted(header.name) ?? [header.name, '']
    if (isFile && own !== name) {
      if (name !== null) yield E.right({ name, members })
      ;[name, members, count, held] = [own, {}, 0, 0]
    }
    count += 1
    held += size
    const over = overBudget(budget, 'maxBytes', held) ?? overBudget(budget, 'maxMembers', count)
    if (isFile && over !== null) {
      yield E.left({ _tag: 'InFile', file: header.name, error: over })
      return
    }
    const chunks: Uint8Array[] = []
    for await (const chunk of entry) if (isFile && chunk instanceof Uint8Array) chunks.push(chunk)
    if (isFile) members[extension] = joined(chunks, size)
  }
  // The last one may lack members, if the archive was cut short.
  if (name !== null && (await fed) === null) yield E.right({ name, members })
}

/** The package that reads archives. */
interface TarStream {
  readonly extract: () => Extract
}

const isTarStream = (loaded: unknown): loaded is TarStream =>
  typeof loaded === 'object' && loaded !== null && 'extract' in loaded && typeof loaded.extract === 'function'

/** Loads the package when an archive is read. It needs modules of Node, so no bundle for browsers may hold it. */
const tarStream = async (): Promise<Found<TarStream>> => {
  try {
    const loaded = await loadPeer('tar-stream')()
    return isTarStream(loaded) ? E.right(loaded) : E.left(noTar('tar-stream has no function extract'))
  } catch {
    return E.left(noTar('the package tar-stream cannot be loaded here'))
  }
}

/** The examples of an archive, in its order; what is wrong with it is the last of the stream. */
export async function* tarExamples(
  chunks: AsyncIterable<Found<Uint8Array>>,
  budget: Budget,
): AsyncGenerator<Found<TarExample>, void, void> {
  const loaded = await tarStream()
  if (E.isLeft(loaded)) {
    yield loaded
    return
  }
  const reader = loaded.right.extract()
  let isLeft = false
  const fed = feed(chunks, reader, () => isLeft)
  let damage: DecodeError | null = null
  try {
    for await (const found of examplesIn(reader, budget, fed)) {
      yield found
      if (E.isLeft(found)) return
    }
  } catch (thrown) {
    damage = noTar(thrown instanceof Error ? thrown.message : String(thrown))
  } finally {
    isLeft = true
    reader.destroy(undefined)
    await fed
  }
  const wrong = (await fed) ?? damage
  if (wrong !== null) yield E.left(wrong)
}
