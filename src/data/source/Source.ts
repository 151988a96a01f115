/**
 * @file A source: a description of examples that need not fit in memory, and the ways to change their number and order.
 *
 * A source is counted, when any of its examples can be read by its place, or it streams. Nothing is read until somebody
 * iterates; the same source can be read any number of times. Everything random is a function of a key.
 *
 *     map f           x ↦ f x, example by example
 *     filter p        those of which p holds; it streams, since only reading tells how many there are
 *     shuffle key     counted: the permutation that the key gives. Streaming: draws from a window, which moves on
 *     shard r n       those whose place leaves r when divided by n
 *
 * Laws: "map keeps identity and composition", "filter is filter of the list", "take and the rest are the whole", "shards
 * are disjoint and cover", "shuffle is a permutation", "shuffle follows from its key", "reading ahead changes nothing".
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Key } from '../../core/Key.ts'
import { foldIn } from '../../core/Key.ts'
import { checkOptions } from '../../core/options.ts'
import { checkCount } from '../../core/shapeRules.ts'
import { permutation } from '../../ops/random.ts'
import { toArray } from '../../runtime/index.ts'
import { checkPart } from '../BatchPart.ts'
import type { Found, SourceItem, Items, Outcome, Reading } from './SourceItem.ts'
import { itemOf, outcomesOf } from './SourceItem.ts'
import { windowed } from './windowed.ts'

/** Reads the example at a place. */
type ReadAt<A> = (place: number) => Promise<Outcome<A>>

/** A source whose examples can be read by their places, in any order. */
export interface CountedSource<A> {
  readonly _tag: 'Source'
  /** How many places there are. Where broken examples are skipped, those are among them. */
  readonly count: number
  /** Opens what the examples are read from, for one pass. */
  readonly open: (reading: Reading) => Promise<Found<ReadAt<A>>>
}

/** A source that can be read from its beginning only. */
export interface StreamingSource<A> {
  readonly _tag: 'Source'
  /** Only reading tells how many there are. */
  readonly count: null
  /** The examples of one pass, in order; the first error is the last item. */
  readonly items: (reading: Reading) => Items<A>
}

/** A description of examples, which are read when somebody asks for them. */
export type Source<A> = CountedSource<A> | StreamingSource<A>

/** The items of one pass through a source. */
export const itemsOf = <A>(source: Source<A>): ((reading: Reading) => Items<A>) =>
  source.count === null
    ? source.items
    : async function* (reading) {
        const opened = await source.open(reading)
        if (E.isLeft(opened)) {
          yield opened
          return
        }
        for (let place = 0; place < source.count; place++) yield E.right({ run: () => opened.right(place) })
      }

/** A source that streams. */
export const streaming = <A>(items: (reading: Reading) => Items<A>): StreamingSource<A> => ({
  _tag: 'Source',
  count: null,
  items,
})

/** Passes on the items of a source as a function chooses; it is told an error, too, which is the last. */
const through = <A>(source: Source<A>, change: (items: Items<A>, reading: Reading) => Items<A>): StreamingSource<A> =>
  streaming((reading) => change(itemsOf(source)(reading), reading))

/** `count` places of a counted source, each named by the place that it has there. */
const placed = <A>(source: CountedSource<A>, count: number, placeOf: (place: number) => number): CountedSource<A> => ({
  _tag: 'Source',
  count,
  open: async (reading) => {
    const opened = await source.open(reading)
    return E.isLeft(opened) ? opened : E.right((place: number) => opened.right(placeOf(place)))
  },
})

/**
 * A source of values in memory, in their order.
 *
 * @example
 * ```ts
 * import { Source } from 'cotangent/data'
 *
 * const squares = Source.map((n: number) => n * n)(Source.of([1, 2, 3]))
 * const seen: unknown[] = []
 * for await (const found of Source.examples()(squares)) seen.push(found)
 * seen // => [{ _tag: 'Right', right: 1 }, { _tag: 'Right', right: 4 }, { _tag: 'Right', right: 9 }]
 * ```
 */
export const of = <A>(given: readonly A[]): CountedSource<A> => {
  const values = [...given]
  const outcomes = values.map((value): Outcome<A> => E.right(value))
  const none: Outcome<A> = E.left({ _tag: 'SourceFailed', detail: 'there is no such place' })
  const read: ReadAt<A> = (place) => Promise.resolve(outcomes[place] ?? none)
  return { _tag: 'Source', count: values.length, open: () => Promise.resolve(E.right(read)) }
}

const mapOutcome = <A, B>(outcome: Outcome<A>, f: (a: A) => B): Outcome<B> =>
  outcome._tag === 'Right' ? E.right(f(outcome.right)) : outcome

/** Changes every example by a function of it and its place. */
const mapPlaces =
  <A, B>(f: (a: A, place: number) => B) =>
  (source: Source<A>): Source<B> => {
    if (source.count === null) {
      return streaming(async function* (reading) {
        let place = 0
        for await (const found of source.items(reading)) {
          const at = place++
          const changed = (item: SourceItem<A>): SourceItem<B> => ({
            run: async () => mapOutcome(await item.run(), (a) => f(a, at)),
          })
          yield E.map(changed)(found)
        }
      })
    }
    const open = async (reading: Reading): Promise<Found<ReadAt<B>>> => {
      const opened = await source.open(reading)
      const changed =
        (read: ReadAt<A>): ReadAt<B> =>
        async (place) =>
          mapOutcome(await read(place), (a) => f(a, place))
      return E.map(changed)(opened)
    }
    return { _tag: 'Source', count: source.count, open }
  }

/**
 * Changes every example, when it is read. A counted source stays counted.
 *
 * @see {@link of} for an example.
 */
export const map = <A, B>(f: (a: A) => B): ((source: Source<A>) => Source<B>) => mapPlaces((a) => f(a))

/**
 * Changes every example by a function that also takes a key of its own: that of the example's place in this source. So an
 * augmentation before `shuffle` or `shard` is the same for an example wherever it goes.
 *
 * @example
 * ```ts
 * import { item, key, uniform } from 'cotangent'
 * import { Source } from 'cotangent/data'
 *
 * const noisy = Source.mapWithKey(key(1))((n: number, own) => n + item(uniform([])(own)))(Source.of([10, 20]))
 * const seen: number[] = []
 * for await (const found of Source.examples()(noisy)) if (found._tag === 'Right') seen.push(Math.floor(found.right))
 * seen // => [10, 20]
 * ```
 */
export const mapWithKey =
  (key: Key) =>
  <A, B>(f: (a: A, key: Key) => B): ((source: Source<A>) => Source<B>) =>
    mapPlaces((a, place) => f(a, foldIn(key, place)))

/**
 * Keeps the examples of which a predicate holds. They are decoded to be asked, so shuffle and shard before you filter,
 * not after. The result streams.
 *
 * @example
 * ```ts
 * import { Source } from 'cotangent/data'
 *
 * const even = Source.filter((n: number) => n % 2 === 0)(Source.of([1, 2, 3, 4]))
 * const seen: unknown[] = []
 * for await (const found of Source.examples()(even)) seen.push(found)
 * seen // => [{ _tag: 'Right', right: 2 }, { _tag: 'Right', right: 4 }]
 * ```
 */
export const filter =
  <A>(predicate: (a: A) => boolean) =>
  (source: Source<A>): StreamingSource<A> =>
    through(source, async function* (items, reading) {
      for await (const outcome of outcomesOf(items, reading.ahead)) {
        if (outcome._tag === 'Left') yield outcome
        else if (outcome._tag === 'Skipped' || predicate(outcome.right)) yield E.right(itemOf(outcome))
      }
    })

/**
 * The first `count` examples, or all if there are fewer. No example after them is asked for, so an endless source ends.
 *
 * @example
 * ```ts
 * import { Source } from 'cotangent/data'
 *
 * async function* naturals() {
 *   for (let n = 0; ; n++) yield n
 * }
 * const three = Source.take(3)(Source.fromAsync(naturals))
 * const seen: unknown[] = []
 * for await (const found of Source.examples()(three)) seen.push(found)
 * seen.length // => 3
 * ```
 */
export const take = (count: number) => {
  checkCount('take', 'the count', count, 0)
  return <A>(source: Source<A>): Source<A> =>
    source.count === null
      ? through(source, async function* (items) {
          if (count === 0) return
          let taken = 0
          for await (const found of items) {
            yield found
            taken += 1
            if (taken === count) return
          }
        })
      : placed(source, Math.min(count, source.count), (place) => place)
}

/** All examples but the first `count`. */
export const drop = (count: number) => {
  checkCount('drop', 'the count', count, 0)
  return <A>(source: Source<A>): Source<A> =>
    source.count === null
      ? through(source, async function* (items) {
          let place = 0
          for await (const found of items) {
            if (E.isLeft(found) || place >= count) yield found
            place += 1
          }
        })
      : placed(source, Math.max(0, source.count - count), (place) => place + count)
}

/**
 * The first `count` examples and the rest. Shuffle before, to draw them.
 *
 * @example
 * ```ts
 * import { key } from 'cotangent'
 * import { Source } from 'cotangent/data'
 *
 * const [validation, training] = Source.split(100)(Source.shuffle(key(0))(Source.of(new Array(1000).fill(0))))
 * validation.count // => 100
 * training.count // => 900
 * ```
 */
export const split =
  (count: number) =>
  <A>(source: Source<A>): readonly [first: Source<A>, rest: Source<A>] => [take(count)(source), drop(count)(source)]

/** How a source that streams is shuffled. */
export interface ShuffleOptions {
  /** How many examples of a source that streams are held to draw from; 1024 by default. Memory is bounded by it. */
  readonly window?: number
}

const defaultWindow = 1024

/**
 * All examples in an order drawn from the key. A counted source is shuffled whole, as a `Dataset` is. One that streams is
 * shuffled through a window: each example is drawn from those that wait in it, and the next one takes its place. What
 * waits is not decoded yet.
 *
 * @example
 * ```ts
 * import { key } from 'cotangent'
 * import { Source } from 'cotangent/data'
 *
 * const seen: number[] = []
 * const shuffled = Source.shuffle(key(1))(Source.of([1, 2, 3, 4]))
 * for await (const found of Source.examples()(shuffled)) if (found._tag === 'Right') seen.push(found.right)
 * seen.sort() // => [1, 2, 3, 4]
 * ```
 */
export const shuffle = (key: Key, options: ShuffleOptions = {}) => {
  const { window = defaultWindow } = checkOptions('shuffle', options, { window: true })
  checkCount('shuffle', "'window'", window)
  return <A>(source: Source<A>): Source<A> => {
    if (source.count === null) return through(source, (items) => windowed(items, key, window))
    const { count } = source
    if (count < 2) return source
    // Drawn when it is first asked for: a description costs nothing.
    let order: ArrayLike<number> | null = null
    return placed(source, count, (place) => {
      order ??= toArray(permutation(count)(key))
      return order[place] ?? 0
    })
  }
}

/**
 * The examples of one of several ranks: every `size`-th, from place `rank` on. The shards of all ranks are disjoint and
 * cover the source; dealt out in turns, they are its order, so that one key gives one order for any number of ranks. With
 * fewer examples than ranks, the stream of every rank ends with `TooFewExamples`.
 *
 * Shards differ in length by one example at most. Ranks that step together need equally many batches: use the `part` of
 * {@link batches} for these.
 *
 * @example
 * ```ts
 * import { Source } from 'cotangent/data'
 *
 * const shards = [0, 1].map((rank) => Source.shard(rank, 2)(Source.of(['a', 'b', 'c'])).count)
 * shards // => [2, 1]
 * ```
 */
export const shard = (rank: number, size: number) => {
  checkPart('shard', { rank, size })
  return <A>(source: Source<A>): Source<A> => {
    const tooFew = (examples: number): Found<never> => E.left({ _tag: 'TooFewExamples', examples, ranks: size })
    if (source.count === null) {
      return through(source, async function* (items) {
        let place = 0
        for await (const found of items) {
          if (E.isLeft(found) || place % size === rank) yield found
          if (E.isLeft(found)) return
          place += 1
        }
        if (place < size) yield tooFew(place)
      })
    }
    const { count } = source
    return count < size
      ? { _tag: 'Source', count: 0, open: () => Promise.resolve(tooFew(count)) }
      : placed(source, Math.ceil((count - rank) / size), (place) => place * size + rank)
  }
}
