/**
 * @file What passes through a source while it is read: items, each of which can be run for one example.
 *
 * Reading an item and running it are apart. Whoever shuffles, shards or takes passes items on as they are, so that only
 * examples that somebody wants are decoded, and what waits in a window is as small as it is in its file.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { DecodeError } from '../DecodeError.ts'
import type { Decode } from '../decoding/decodeJob.ts'
import { prefetch } from '../prefetch.ts'

/** A value, or why there is none. */
export type Found<A> = E.Either<DecodeError, A>

/** An example that was left out, and why. */
export interface Skipped {
  readonly _tag: 'Skipped'
  readonly file: string
  readonly error: DecodeError
}

/** What came of an item: an example, an error that ends the stream, or an example that is left out. */
export type Outcome<A> = Found<A> | Skipped

/** One place in a stream, not yet decoded. It is run once. */
export interface SourceItem<A> {
  readonly run: () => Promise<Outcome<A>>
}

/** A stream of items. An error is the last of it. */
export type Items<A> = AsyncIterable<Found<SourceItem<A>>>

/** One pass through a source. */
export interface Reading {
  /** How many items are asked for ahead of the one in use. */
  readonly ahead: number
  readonly decode: Decode
  /** Aborted when nobody asks for more. */
  readonly signal: AbortSignal
  /** Has something closed when the pass ends, after all items that still run. */
  readonly closing: (close: () => Promise<void>) => void
}

/** The item of a value that is there. */
export const itemOf = <A>(outcome: Outcome<A>): SourceItem<A> => ({ run: () => Promise.resolve(outcome) })

/** The outcomes of items in their order. An item is run as soon as it is there. */
const running = <A>(items: Items<A>): AsyncIterable<Outcome<A>> => ({
  [Symbol.asyncIterator]: () => {
    const iterator = items[Symbol.asyncIterator]()
    const pending = new Set<Promise<unknown>>()
    const next = async (): Promise<IteratorResult<Outcome<A>, undefined>> => {
      const item = await iterator.next()
      if (item.done === true) return { done: true, value: undefined }
      const value = E.isLeft(item.value) ? item.value : await item.value.right.run()
      return { done: false, value }
    }
    return {
      next: () => {
        const result = next()
        pending.add(result)
        const settle = (): void => void pending.delete(result)
        result.then(settle, settle)
        return result
      },
      return: async () => {
        await Promise.allSettled(pending)
        await iterator.return?.()
        return { done: true, value: undefined }
      },
    }
  },
})

/** The outcomes of items in their order, up to the first error; so many are asked for ahead. */
export async function* outcomesOf<A>(items: Items<A>, ahead: number): AsyncGenerator<Outcome<A>, void, void> {
  for await (const outcome of prefetch(ahead)(running(items))) {
    yield outcome
    if (outcome._tag === 'Left') return
  }
}
