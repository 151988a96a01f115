/**
 * @file Batches made ready while others are learned.
 */

/**
 * A stream whose next items are already asked for, so many ahead, while one is used: for batches that are read from files.
 * An item that fails, fails where it stands in the stream.
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
export const prefetch = (ahead: number) =>
  async function* <A>(items: AsyncIterable<A>): AsyncGenerator<A, void, void> {
    const source = items[Symbol.asyncIterator]()
    /** Asks for an item; it is waited for in its turn, and until then its failure is nobody's. */
    const ask = (): { readonly result: Promise<IteratorResult<A, unknown>> } => {
      const result = source.next()
      result.catch(() => undefined)
      return { result }
    }
    const waiting = Array.from({ length: Math.max(1, ahead) }, ask)
    try {
      while (true) {
        const first = waiting.shift()
        if (first === undefined) return
        const item = await first.result
        if (item.done === true) return
        waiting.push(ask())
        yield item.value
      }
    } finally {
      await source.return?.()
    }
  }
