/** @file What happens to a visitor's file: a photo goes to the network and to the visitor's graph, weights to the network. */
import type { Asked } from '../network.worker.ts'
import type { Words } from '../words/Words.ts'
import type { FileAnswer, FileQuestion } from './files.worker.ts'
import { digitOf, digitSide } from './digit.ts'
import { endings, formatOf } from './formatOf.ts'
import type { ImageInput } from './ImageInput.ts'
import type { Own } from './Own.ts'
import { afterFile, afterPhoto, afterRefusal, whileReading, whileRunning } from './Own.ts'
import { brightnessOf, cellsOf, cellsSize, readPhoto } from './photo.ts'

/** What the control needs of the page. */
interface Page {
  readonly own: () => Own
  readonly note: (own: Own) => void
  /** Asks the worker of the network. */
  readonly ask: (question: Asked) => void
  /** Gives the part on convolution another image. */
  readonly show: (image: readonly number[]) => void
  readonly words: () => Pick<Words['own'], 'unreadable' | 'tooLarge' | 'unknown' | 'stopped'>
}

/** What the visitor may do. */
export interface OwnActions {
  readonly take: (file: File) => void
  /** Goes back to the weights of the page. */
  readonly release: () => void
  /** Ends a run of a graph that takes too long. */
  readonly stop: () => void
}

/** The greatest file that is read, in bytes. */
const largestFile = 500e6

const isImage = ({ name, type }: File): boolean =>
  type.startsWith('image/') || /\.(png|jpe?g|webp|gif|bmp)$/i.test(name)

/** Brightness in the planes that a graph is given: the digit for small grey images, the whole photo for others. */
const planesFor = async (
  { channels, rows, columns }: ImageInput,
  photo: File,
  digit: readonly number[] | null,
): Promise<readonly number[] | null> => {
  if (channels === 1 && rows === digitSide && columns === digitSide && digit !== null)
    return digit.map((ink) => ink / 255)
  const raster = await readPhoto(photo, [rows, columns])
  if (raster === null) return null
  const { bytes } = raster
  return channels === 1
    ? brightnessOf(bytes)
    : [0, 1, 2].flatMap((channel) =>
        Array.from({ length: rows * columns }, (_, k) => (bytes[4 * k + channel] ?? 0) / 255),
      )
}

/** The actions; the worker of files is started by the first file that is no photo. */
export const ownControl = (page: Page): OwnActions => {
  let worker: Worker | null = null
  let photo: File | null = null

  const ask = (question: FileQuestion): void => {
    if (worker === null) {
      worker = new Worker(new URL('./files.worker.ts', import.meta.url), { type: 'module' })
      worker.addEventListener('message', ({ data }: MessageEvent<FileAnswer>) => hear(data))
      worker.addEventListener('error', ({ message }) => hear({ _tag: 'refused', message }))
    }
    worker.postMessage(question)
  }

  const run = async (): Promise<void> => {
    const { file, photo: seen } = page.own()
    if (file?.contents.use._tag !== 'graph' || photo === null || seen === null) return
    const planes = await planesFor(file.contents.use.input, photo, seen.digit)
    if (planes === null) return
    page.note(whileRunning(page.own()))
    ask({ _tag: 'run', planes })
  }

  function hear(answer: FileAnswer): void {
    page.note(afterFile(page.own(), answer))
    if (answer._tag !== 'listed') return
    const { use } = answer.contents
    if (use._tag === 'lenet') page.ask({ _tag: 'adopt', name: answer.name, bytes: use.bytes })
    if (use._tag === 'graph') void run()
  }

  const refuse = ({ name }: File, why: string): void => page.note(afterRefusal(page.own(), `${name}: ${why}`))

  const takePhoto = async (file: File): Promise<void> => {
    const [small, large] = [await readPhoto(file, cellsSize), await readPhoto(file)]
    if (small === null || large === null) {
      refuse(file, page.words().unreadable)
      return
    }
    page.show(cellsOf(small.bytes))
    photo = file
    const digit = digitOf(large)
    page.note(afterPhoto(page.own(), digit))
    if (digit !== null) page.ask({ _tag: 'recognize', pixels: digit })
    await run()
  }

  const takeFile = async (file: File): Promise<void> => {
    const format = formatOf(file.name)
    if (format === null) refuse(file, page.words().unknown(endings.join(', ')))
    else if (file.size > largestFile) refuse(file, page.words().tooLarge)
    else ask({ _tag: 'read', name: file.name, format, bytes: new Uint8Array(await file.arrayBuffer()) })
  }

  return {
    take: (file) => {
      page.note(whileReading(page.own()))
      const taken = isImage(file) ? takePhoto(file) : takeFile(file)
      taken.catch((error: unknown) => refuse(file, String(error)))
    },
    release: () => page.ask({ _tag: 'adopt', name: null, bytes: null }),
    stop: () => {
      worker?.terminate()
      worker = null
      page.note(afterRefusal({ ...page.own(), file: null, isRunning: false }, page.words().stopped))
    },
  }
}
