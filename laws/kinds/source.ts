/**
 * @file The laws of sources, the library's and your own. The list of a source is what its examples show when it is read.
 *
 *     map keeps identity and composition    map(g)(map(f)) = map(g . f), of the values and of their places
 *     filter is filter of the list          and counted by nobody
 *     take and the rest are the whole       split, take and drop cut the list
 *     shards are disjoint and cover         dealt out in turns, they are the list
 *     shuffle is a permutation              of a counted source, and of the same one as a stream, through any window
 *     shuffle follows from its key          the same key gives the same order
 *     a window moves examples little        none comes before its place by the window or more
 *     reading ahead changes nothing         nor do worker threads
 *     reading leaves nothing behind         a second pass, after one that was left early, is the first
 *
 * Every law runs on the source as it is, and on the same one as a stream.
 */
import fc from 'fast-check'
import { key } from '../../src/core/Key.ts'
import { Source } from '../../src/data/index.ts'
import type { AsyncLaw } from '../framework/Law.ts'
import type { Equation, Side } from '../framework/Equation.ts'
import { seeds } from '../framework/Operation.ts'
import { asyncLaw } from '../framework/property.ts'

/** A source and what tells its examples apart. */
export interface SourceSpec<A> {
  /** The source; it can be read again and again. */
  readonly source: Source<A>
  /** What an example shows: the same for the same example, and different for different ones. */
  readonly shows: (example: A) => string | number
  /** How many worker threads the laws try; none by default, which suits sources that decode nothing. */
  readonly workers?: number
}

type Shown = string | number

/** A value, and what it came from. */
type Showing = <A>(
  shows: (a: A) => Shown,
  source: Source<A>,
  options?: Parameters<typeof Source.examples>[0],
) => Promise<readonly Shown[]>

/** What the examples of a source show, in their order; an error shows its tag. */
const listOf: Showing = async (shows, source, options = {}) => {
  const list: Shown[] = []
  for await (const found of Source.examples(options)(source)) {
    list.push(found._tag === 'Right' ? shows(found.right) : `error ${found.left._tag}`)
  }
  return list
}

/** The same examples, one after another. */
const streamed = <A>(source: Source<A>): Source<A> => Source.filter<A>(() => true)(source)

const sorted = (list: readonly Shown[]): readonly string[] => list.map(String).sort()

/** What several lists give in turns. */
const dealt = (lists: readonly (readonly Shown[])[]): readonly Shown[] =>
  Array.from({ length: Math.max(0, ...lists.map(({ length }) => length)) }, (_, place) =>
    lists.flatMap((list) => list.slice(place, place + 1)),
  ).flat()

/** A list and its length: an empty one is something to compare, too. */
const sideOf = (list: readonly Shown[]): Side => ({ length: list.length, list })

const same = (left: readonly Shown[], right: readonly Shown[]): Equation => ({
  left: sideOf(left),
  right: sideOf(right),
})

/** The laws of the number and the order of examples. */
const orderLaws = <A>(name: string, { source, shows }: SourceSpec<A>): readonly AsyncLaw[] => {
  const counts = fc.nat({ max: 12 })
  const windows = fc.integer({ min: 1, max: 6 })
  const whole = (): Promise<readonly Shown[]> => listOf(shows, source)
  const keyed = fc.tuple(seeds, windows)
  const cut = async (count: number): Promise<Equation> => {
    const all = await whole()
    const [first, rest] = Source.split(count)(source)
    const lists = [
      await listOf(shows, first),
      await listOf(shows, rest),
      await listOf(shows, Source.take(count)(source)),
    ]
    return { left: lists.map(sideOf), right: [all.slice(0, count), all.slice(count), all.slice(0, count)].map(sideOf) }
  }
  const shards = async (size: number): Promise<Equation> => {
    const all = await whole()
    const lists = await Promise.all(
      Array.from({ length: size }, (_, rank) => listOf(shows, Source.shard(rank, size)(source))),
    )
    if (all.length >= size) return same(dealt(lists), all)
    // Whoever has an example gives it first.
    return { left: lists.map((list) => list.at(-1)), right: lists.map(() => 'error TooFewExamples') }
  }
  const permuted = async (seed: number, window: number): Promise<Equation> => {
    const shuffled = await listOf(shows, Source.shuffle(key(seed), { window })(source))
    return same(sorted(shuffled), sorted(await whole()))
  }
  const again = async (seed: number, window: number): Promise<Equation> =>
    same(
      await listOf(shows, Source.shuffle(key(seed), { window })(source)),
      await listOf(shows, Source.shuffle(key(seed), { window })(source), { ahead: 3 }),
    )
  const near = async (seed: number, window: number): Promise<Equation> => {
    const all = await whole()
    const shuffled = await listOf(shows, Source.shuffle(key(seed), { window })(source))
    const early = shuffled.filter((one, place) => all.indexOf(one) - place >= window)
    return { left: early.length, right: 0 }
  }
  return [
    asyncLaw(`${name}: take and the rest are the whole`, counts, cut),
    asyncLaw(`${name}: shards are disjoint and cover`, fc.integer({ min: 1, max: 4 }), shards),
    asyncLaw(`${name}: shuffle is a permutation`, keyed, ([seed, window]) => permuted(seed, window)),
    asyncLaw(`${name}: shuffle follows from its key`, keyed, ([seed, window]) => again(seed, window)),
    ...(source.count === null
      ? [asyncLaw(`${name}: a window moves examples little`, keyed, ([seed, window]) => near(seed, window))]
      : []),
  ]
}

/** The laws of what examples are, and of how they are read. */
const readingLaws = <A>(name: string, { source, shows, workers = 0 }: SourceSpec<A>): readonly AsyncLaw[] => {
  const tags = fc.tuple(fc.string({ maxLength: 3 }), fc.string({ maxLength: 3 }))
  const itself = (shown: Shown): Shown => shown
  const shown = Source.map(shows)(source)
  const composed = async ([first, second]: readonly [string, string]): Promise<Equation> => {
    const f = (one: Shown): Shown => `${first}${String(one)}`
    const g = (one: Shown): Shown => `${String(one)}${second}`
    const all = await listOf(shows, source)
    const chained = await listOf(itself, Source.map(g)(Source.map(f)(shown)))
    const atOnce = await listOf(itself, Source.map((one: Shown) => g(f(one)))(shown))
    const mapped = all.map((one) => g(f(one)))
    return {
      left: [chained, atOnce, await listOf(itself, Source.map(itself)(shown))].map(sideOf),
      right: [mapped, mapped, all].map(sideOf),
    }
  }
  const filtered = async (kept: readonly boolean[]): Promise<Equation> => {
    const all = await listOf(shows, source)
    const isKept = (one: Shown): boolean => kept[all.indexOf(one) % kept.length] ?? true
    return same(await listOf(shows, Source.filter((a: A) => isKept(shows(a)))(source)), all.filter(isKept))
  }
  const prepared = async ([ahead, threads]: readonly [number, number]): Promise<Equation> =>
    same(await listOf(shows, source, { ahead, workers: threads }), await listOf(shows, source))
  const leftEarly = async (count: number): Promise<Equation> => {
    const before = await listOf(shows, source)
    let place = 0
    for await (const found of Source.examples({ ahead: 2 })(source)) {
      place += 1
      if (found._tag === 'Left' || place > count) break
    }
    return same(await listOf(shows, source), before)
  }
  return [
    asyncLaw(`${name}: map keeps identity and composition`, tags, composed),
    asyncLaw(`${name}: filter is filter of the list`, fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }), filtered),
    asyncLaw(
      `${name}: reading ahead changes nothing`,
      fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat({ max: workers })),
      prepared,
    ),
    asyncLaw(`${name}: reading leaves nothing behind`, fc.nat({ max: 5 }), leftEarly),
  ]
}

/**
 * The laws of a source of examples.
 *
 * @example
 * ```ts
 * import { Source } from 'cotangent/data'
 * import { laws } from 'cotangent/laws'
 *
 * const all = laws.source('letters', { source: Source.of(['a', 'b', 'c']), shows: (letter) => letter })
 * const results = await Promise.all(all.map((law) => law.run({ runs: 3 })))
 * results.filter(({ _tag }) => _tag !== 'passed') // => []
 * ```
 */
export const sourceLaws = <A>(name: string, spec: SourceSpec<A>): readonly AsyncLaw[] => {
  const asStream = { ...spec, source: streamed(spec.source) }
  const all = (called: string, one: SourceSpec<A>): readonly AsyncLaw[] => [
    ...orderLaws(called, one),
    ...readingLaws(called, one),
  ]
  return [...all(name, spec), ...(spec.source.count === null ? [] : all(`${name}, streamed`, asStream))]
}
