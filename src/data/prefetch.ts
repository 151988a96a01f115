/**
 * @file Batches that are prepared while others are in use.
 *
 * A few items are asked for at first, and two for each that came, until enough are ahead: a source is asked for about three
 * times as many as it has, whatever the number ahead. Items that nobody has answered yet are limited, since a generator that is asked
 * for an item walks through all that wait for it.
 */
import { checkCount } from '../core/shapeRules.ts'

/** How many items are asked for before the first has come. */
const atFirst = 16

/** How many items may be asked for that have not come yet. */
const mostAtOnce = 1024

/**
 * A stream that requests the given number of items ahead of the one in use: for batches that are read from files. A
 * failure is thrown at the place of its item in the stream. Refuses what is not a whole number of at least 0; 0 is 1.
 *
 * @example
 * ```ts
 * import { prefetch } from 'cotangent/data'
 *
 * async function* numbers() {
 *   yield* [1, 2, 3]
 * }
 * const seen: number[] = []
 * for await (const n of prefetch(2)(numbers())) seen.push(n)
 * seen // => [1, 2, 3]
 * ```
 */
export const prefetch = (ahead: number) => {
  checkCount('prefetch', 'the number of items ahead', ahead, 0)
  return async function* <A>(items: AsyncIterable<A>): AsyncGenerator<A, void, void> {
    const source = items[Symbol.asyncIterator]()
    /** Items by their places, from the one that is waited for; a map loses its first entry at no cost. */
    const waiting = new Map<number, Promise<IteratorResult<A, unknown>>>()
    let [asked, answered, isDone] = [0, 0, false]
    const ask = (): void => {
      const result = (async () => source.next())()
      waiting.set(asked, result)
      asked += 1
      // It is awaited in its turn; until then, its failure is not reported.
      result.then(
        ({ done }) => {
          answered += 1
          if (done === true) isDone = true
          else more(2)
        },
        () => (isDone = true),
      )
    }
    /** Asks for so many items, as long as there may be some and the window has room for them. */
    const more = (count: number): void => {
      for (let k = 0; k < count; k++) {
        if (isDone || waiting.size >= Math.max(1, ahead) || asked - answered >= mostAtOnce) return
        ask()
      }
    }
    try {
      more(atFirst)
      for (let place = 0; ; place++) {
        const item = await waiting.get(place)
        waiting.delete(place)
        if (item === undefined || item.done === true) return
        more(1)
        yield item.value
      }
    } finally {
      isDone = true
      await source.return?.()
    }
  }
}
