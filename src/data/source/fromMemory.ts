/**
 * @file Sources of what is in memory already, or comes from elsewhere: a data set, and any asynchronous iterable.
 */
import * as E from 'fp-ts/lib/Either.js'
import { sizeOf } from '../../core/Shape.ts'
import { TensorError } from '../../core/TensorError.ts'
import type { Dataset } from '../Dataset.ts'
import type { ImageShape } from '../pixels.ts'
import type { Example } from './Example.ts'
import type { Found, SourceItem, Items } from './SourceItem.ts'
import { itemOf } from './SourceItem.ts'
import type { CountedSource, StreamingSource } from './Source.ts'
import { streaming } from './Source.ts'

/** The example at a place of a data set. */
export const exampleAt = <I extends ImageShape>(
  { images, labels, imageShape }: Dataset<I>,
  place: number,
): Example<I> => {
  const size = sizeOf(imageShape)
  return {
    image: { _tag: 'ExampleImage', shape: imageShape, pixels: images.slice(place * size, (place + 1) * size) },
    label: labels[place] ?? 0,
  }
}

/**
 * The images of a data set, in their order.
 *
 * @example
 * ```ts
 * import type { MnistImage } from 'cotangent/data'
 * import { Dataset, Source } from 'cotangent/data'
 *
 * const countOf = (digits: Dataset<MnistImage>) => Source.fromDataset(digits).count
 * ```
 */
export const fromDataset = <I extends ImageShape>(dataset: Dataset<I>): CountedSource<Example<I>> => ({
  _tag: 'Source',
  count: dataset.count,
  open: () => Promise.resolve(E.right((place) => Promise.resolve(E.right(exampleAt(dataset, place))))),
})

const failure = (thrown: unknown): Found<never> => {
  // A mistake of the program, which no data can mend.
  if (thrown instanceof TensorError) throw thrown
  return E.left({ _tag: 'SourceFailed', detail: thrown instanceof Error ? thrown.message : String(thrown) })
}

/** The answers of an iterator; a signal ends them, though an answer never comes. */
const answersOf = <A>(
  iterator: AsyncIterator<A, unknown>,
  signal: AbortSignal,
): (() => Promise<Found<SourceItem<A>> | null>) => {
  let giveUp = (): void => undefined
  signal.addEventListener('abort', () => giveUp(), { once: true })
  return () =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        resolve(null)
        return
      }
      giveUp = () => resolve(null)
      const ask = async (): Promise<Found<SourceItem<A>> | null> => {
        try {
          const answer = await iterator.next()
          return answer.done === true ? null : E.right(itemOf(E.right(answer.value)))
        } catch (thrown) {
          return failure(thrown)
        }
      }
      ask().then(resolve, reject)
    })
}

/**
 * What an asynchronous iterable gives, such as rows of a database or messages of a socket; it may be endless. It is asked
 * anew for each pass. What it throws, there or when it is asked, is the error `SourceFailed`, and ends the stream. When the pass ends, it is told so by
 * its `return`, even where it was asked for a value that never came.
 *
 * @example
 * ```ts
 * import { Source } from 'cotangent/data'
 *
 * async function* words() {
 *   yield 'one'
 *   throw new Error('the line is dead')
 * }
 * const seen: unknown[] = []
 * for await (const found of Source.examples()(Source.fromAsync(words))) seen.push(found)
 * seen
 * // => [{ _tag: 'Right', right: 'one' }, { _tag: 'Left', left: { _tag: 'SourceFailed', detail: 'the line is dead' } }]
 * ```
 */
export const fromAsync = <A>(given: () => AsyncIterable<A>): StreamingSource<A> =>
  streaming(async function* ({ signal, closing }): Items<A> {
    const opened = E.tryCatch(() => given()[Symbol.asyncIterator](), failure)
    if (E.isLeft(opened)) {
      yield opened.left
      return
    }
    const iterator = opened.right
    const next = answersOf(iterator, signal)
    let isWaiting = false
    closing(async () => {
      const told = iterator.return?.()
      // One that never answers is told, and left.
      if (isWaiting) told?.catch(() => undefined)
      else await told
    })
    while (true) {
      isWaiting = true
      const found = await next()
      if (found === null) return
      isWaiting = false
      yield found
      if (E.isLeft(found)) return
    }
  })
