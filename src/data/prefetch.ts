/**
 * @file Batches that are prepared while others are in use.
 */

/**
 * A stream that requests the given number of items ahead of the one in use: for batches that are read from files. A
 * failure is thrown at the place of its item in the stream.
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
    /** Requests an item. It is awaited in its turn; until then, its failure is not reported. */
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
