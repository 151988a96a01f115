/**
 * @file Reading: the pass of a consumer through a source, which opens what it needs and closes all of it, at the end, after
 * an error, or when the consumer stops.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { OptionNames } from '../../core/options.ts'
import { checkOptions } from '../../core/options.ts'
import { ownOptions } from '../../core/own.ts'
import type { Shape } from '../../core/Shape.ts'
import { checkCount } from '../../core/shapeRules.ts'
import { refuse } from '../../core/TensorError.ts'
import type { BatchPart } from '../BatchPart.ts'
import { checkPart, rangeOf, wholePart } from '../BatchPart.ts'
import { decodePool } from '../decoding/decodePool.ts'
import type { ImageShape, PixelScale } from '../pixels.ts'
import { checkPixels, unitPixels } from '../pixels.ts'
import type { Example, ExampleBatch } from './Example.ts'
import { batchOf } from './Example.ts'
import type { Found, SourceItem, Items, Outcome, Reading, Skipped } from './SourceItem.ts'
import { outcomesOf } from './SourceItem.ts'
import type { Source } from './Source.ts'
import { itemsOf } from './Source.ts'

/** How a source is read. */
export interface ReadOptions {
  /**
   * Worker threads that decode images, at most 256; 0 by default, which decodes on the calling thread. What is read does not
   * depend on it.
   */
  readonly workers?: number
  /** How many examples, or batches, are prepared while one is in use: 1, the default, or more. */
  readonly ahead?: number
  /** Called for each example that is left out, in their order, with how many there were so far. */
  readonly onSkip?: (skipped: Skipped, count: number) => void
}

/** How a source is divided into batches. */
export interface SourceBatchOptions extends ReadOptions {
  /** The number of examples per batch; the last batch may have fewer, and one with skipped examples has fewer. */
  readonly size: number
  /** Whether to leave out a last batch that is not full; false by default. */
  readonly dropLast?: boolean
  /** How bytes become numbers; by default fractions of full white, from 0 to 1. */
  readonly pixels?: PixelScale
  /**
   * Gives this part of every batch, in place of the whole, and decodes no other: the parts of all ranks together are the
   * batch. A last batch with fewer examples than ranks is left out, so that all ranks have equally many batches.
   */
  readonly part?: BatchPart
}

const readNames: OptionNames<ReadOptions> = { workers: true, ahead: true, onSkip: true }

const batchNames: OptionNames<SourceBatchOptions> = {
  ...readNames,
  size: true,
  dropLast: true,
  pixels: checkPixels,
  part: true,
}

interface Pass {
  readonly reading: Reading
  readonly stop: () => void
  readonly close: () => Promise<void>
}

/** More threads than any machine gains from, and fewer than any system refuses. */
const mostWorkers = 256

const checkWorkers = (operation: string, workers: number): void => {
  checkCount(operation, "'workers'", workers, 0)
  if (workers > mostWorkers)
    refuse(operation, [], { expected: `'workers' to be at most ${String(mostWorkers)}`, found: String(workers) })
}

/** Begins a pass: its worker threads start when they are first needed. */
const passWith = (operation: string, { workers = 0, ahead = 1 }: ReadOptions): Pass => {
  checkWorkers(operation, workers)
  checkCount(operation, "'ahead'", ahead)
  const pool = decodePool(workers)
  const controller = new AbortController()
  const closers: (() => Promise<void>)[] = []
  return {
    reading: {
      ahead: ahead + workers,
      decode: pool.decode,
      signal: controller.signal,
      closing: (close) => void closers.push(close),
    },
    stop: () => controller.abort(),
    close: async () => {
      controller.abort()
      await Promise.allSettled([pool.close(), ...closers.map((close) => close())])
    },
  }
}

/** The outcomes of one pass after another, each begun when it is asked for; all is closed when it ends or is left. */
const passes = <A, B>(
  begin: () => Pass,
  items: (reading: Reading) => Items<A>,
  ahead: number,
  made: (outcome: Outcome<A>) => Found<B> | null,
): AsyncIterable<Found<B>> => ({
  [Symbol.asyncIterator]: () => {
    const { reading, stop, close } = begin()
    const found = (async function* (): AsyncGenerator<Found<B>, void, void> {
      try {
        for await (const outcome of outcomesOf(items(reading), ahead)) {
          const value = made(outcome)
          if (value !== null) yield value
          if (value?._tag === 'Left') return
        }
      } finally {
        await close()
      }
    })()
    return {
      next: () => found.next(),
      return: async () => {
        stop()
        await found.return()
        return { done: true, value: undefined }
      },
    }
  },
})

/** Counts what is skipped, and tells it. */
const telling = ({ onSkip }: ReadOptions): ((skipped: Skipped) => null) => {
  let count = 0
  return (skipped) => {
    count += 1
    onSkip?.(skipped, count)
    return null
  }
}

/**
 * The examples of a source as a stream that starts anew each time it is iterated. An error is a left side, and the last of
 * the stream. When it ends, or is left early, every file and thread that it opened is closed.
 *
 * @example
 * ```ts
 * import { Source } from 'cotangent/data'
 *
 * const seen: unknown[] = []
 * for await (const found of Source.examples({ ahead: 4 })(Source.of(['a', 'b']))) seen.push(found)
 * seen // => [{ _tag: 'Right', right: 'a' }, { _tag: 'Right', right: 'b' }]
 * ```
 */
export const examples = (given: ReadOptions = {}) => {
  const options = checkOptions('examples', given, readNames)
  const begin = (): Pass => passWith('examples', options)
  return <A>(source: Source<A>): AsyncIterable<Found<A>> => {
    const skip = telling(options)
    return passes(begin, itemsOf(source), (options.ahead ?? 1) + (options.workers ?? 0), (outcome) =>
      outcome._tag === 'Skipped' ? skip(outcome) : outcome,
    )
  }
}

/** The examples of a part of a batch, and what was skipped there. */
interface Group<A> {
  readonly examples: readonly A[]
  readonly skipped: readonly Skipped[]
}

const groupOf = <A>(outcomes: readonly Outcome<A>[]): Found<Group<A>> => {
  const failure = outcomes.find((outcome) => outcome._tag === 'Left')
  return (
    failure ??
    E.right({
      examples: outcomes.flatMap((outcome) => (outcome._tag === 'Right' ? [outcome.right] : [])),
      skipped: outcomes.flatMap((outcome) => (outcome._tag === 'Skipped' ? [outcome] : [])),
    })
  )
}

/** Items in groups of `size` places, of which those of a part are run, all at once. */
const grouped =
  (size: number, dropLast: boolean, part: BatchPart) =>
  <A>(items: (reading: Reading) => Items<A>): ((reading: Reading) => Items<Group<A>>) => {
    const group = (places: readonly SourceItem<A>[]): Found<SourceItem<Group<A>>> => {
      const own = places.slice(...rangeOf(part, places.length))
      return E.right({ run: async () => groupOf(await Promise.all(own.map((item) => item.run()))) })
    }
    const least = dropLast ? size : Math.min(size, part.size)
    return async function* (reading) {
      let places: SourceItem<A>[] = []
      for await (const found of items(reading)) {
        if (E.isLeft(found)) {
          yield found
          return
        }
        places.push(found.right)
        if (places.length < size) continue
        yield group(places)
        places = []
      }
      if (places.length >= least) yield group(places)
    }
  }

/**
 * A source of examples in batches of `size`, as a stream that starts anew, in the same order, each time it is iterated:
 * `[n, channels, height, width]` and `[n]`. `train` and `evaluate` take it as it is. An error is a left side, and the last
 * of the stream; images of different sizes are one.
 *
 * While a batch is in use, the next ones are read and decoded: memory holds `size` times `ahead + 1` decoded images.
 *
 * @example
 * ```ts
 * import { toNested } from 'cotangent'
 * import { Dataset, Source } from 'cotangent/data'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const read = Dataset.dataset({
 *   images: Uint8Array.of(0, 255, 0),
 *   labels: [0, 1, 1],
 *   imageShape: [1, 1, 1],
 *   classes: 2,
 * })
 * const labels: unknown[] = []
 * if (E.isRight(read)) {
 *   for await (const batch of Source.batches({ size: 2 })(Source.fromDataset(read.right))) {
 *     if (E.isRight(batch)) labels.push(toNested(batch.right.labels))
 *   }
 * }
 * labels // => [[0, 1], [1]]
 * ```
 */
export const batches = (given: SourceBatchOptions) => {
  const options = checkOptions('batches', given, batchNames)
  const { size, dropLast = false, part = wholePart, ahead = 1 } = options
  checkCount('batches', 'the size', size)
  const inGroups = grouped(size, dropLast, checkPart('batches', part))
  const pixels = ownOptions(options.pixels ?? unitPixels)
  const begin = (): Pass => passWith('batches', options)
  return <I extends ImageShape, S extends Shape = readonly []>(
    source: Source<Example<I, S>>,
  ): AsyncIterable<Found<ExampleBatch<I, S>>> => {
    const skip = telling(options)
    return passes(begin, inGroups(itemsOf(source)), ahead, (outcome) => {
      if (outcome._tag !== 'Right') return outcome._tag === 'Left' ? outcome : null
      const { examples: found, skipped } = outcome.right
      skipped.forEach(skip)
      return found.length === 0 ? null : batchOf(pixels)(found)
    })
  }
}
