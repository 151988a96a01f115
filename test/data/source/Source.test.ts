/** @file Sources of what is in memory: their laws, their numbers, and what is asked of them. */
import { item, key, permutation, toArray, uniform } from 'cotangent'
import { Dataset, Source } from 'cotangent/data'
import { laws } from 'cotangent/laws'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { holdsOn } from '../../holds.ts'
import { few } from '../../samples.ts'

const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g']

const listOf = async <A>(source: Source<A>): Promise<readonly unknown[]> => {
  const list: unknown[] = []
  for await (const found of Source.examples()(source)) list.push(E.isRight(found) ? found.right : found.left)
  return list
}

const asStream = <A>(source: Source<A>): Source<A> => Source.filter<A>(() => true)(source)

describe('the laws of sources hold', () => {
  const shows = (letter: string): string => letter
  holdsOn(few(6), laws.source('of', { source: Source.of(letters), shows }))
  holdsOn(few(2), laws.source('of nothing', { source: Source.of<string>([]), shows }))
  holdsOn(few(2), laws.source('of one', { source: Source.of(['a']), shows }))
  holdsOn(few(4), laws.source('a shuffled one', { source: Source.shuffle(key(3))(Source.of(letters)), shows }))
  holdsOn(few(4), laws.source('a shard', { source: Source.shard(1, 2)(Source.of(letters)), shows }))
  holdsOn(few(4), laws.source('the rest of a split', { source: Source.split(2)(Source.of(letters))[1], shows }))
})

describe('Source.shuffle', () => {
  it('orders a counted source as a data set', async () => {
    const order = Array.from(toArray(permutation(7)(key(5))))
    expect(await listOf(Source.shuffle(key(5))(Source.of(letters)))).toEqual(order.map((place) => letters[place]))
  })

  it('changes the order, through a window too, with the key', async () => {
    const many = Array.from({ length: 200 }, (_, k) => k)
    const orders = await Promise.all(
      [1, 2].map((seed) => listOf(Source.shuffle(key(seed), { window: 20 })(asStream(Source.of(many))))),
    )
    expect(orders[0]).not.toEqual(orders[1])
    expect(orders[0]).not.toEqual(many)
    // Within the window every place is drawn: the mean distance is near the window's length.
    const distances = orders[0]!.map((one, place) => Math.abs(Number(one) - place))
    expect(distances.reduce((sum, distance) => sum + distance, 0) / 200).toBeGreaterThan(5)
  })

  it('gives every order of what a window holds the same chance', async () => {
    const counts = new Map<string, number>()
    for (let seed = 0; seed < 240; seed++) {
      const order = (await listOf(Source.shuffle(key(seed), { window: 3 })(asStream(Source.of(['a', 'b', 'c']))))).join(
        '',
      )
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    for (const count of counts.values()) expect(Math.abs(count - 40)).toBeLessThan(28)
  })

  it('draws new numbers all along a stream', async () => {
    const block = 1024
    const many = Array.from({ length: 3 * block }, (_, k) => k)
    const order = (await listOf(Source.shuffle(key(1), { window: 2 })(asStream(Source.of(many))))) as readonly number[]
    const repeated = Array.from({ length: block }, (_, k) => order[k + block]! - block === order[k]!)
    expect(repeated.filter(Boolean).length).toBeLessThan(0.8 * block)
  })

  it('holds no more than the window', async () => {
    let [given, most, seen] = [0, 0, 0]
    async function* numbers() {
      for (let n = 0; n < 100; n++) {
        given += 1
        most = Math.max(most, given - seen)
        yield await Promise.resolve(n)
      }
    }
    for await (const found of Source.examples()(Source.shuffle(key(1), { window: 8 })(Source.fromAsync(numbers)))) {
      expect(E.isRight(found)).toBe(true)
      seen += 1
    }
    expect(seen).toBe(100)
    expect(most).toBeLessThanOrEqual(8 + 3)
  })

  it('refuses a window of nothing, and options that it does not know', () => {
    expect(() => Source.shuffle(key(1), { window: 0 })).toThrow(/'window' to be a whole number, 1 or more/)
    expect(() => Source.shuffle(key(1), { windw: 3 } as never)).toThrow(/found 'windw'/)
  })
})

describe('Source.shard', () => {
  it('tells every rank when there are more ranks than examples', async () => {
    const few = { _tag: 'TooFewExamples', examples: 2, ranks: 3 }
    for (const source of [Source.of(['a', 'b']), asStream(Source.of(['a', 'b']))]) {
      const lists = await Promise.all([0, 1, 2].map((rank) => listOf(Source.shard(rank, 3)(source))))
      expect(lists.map((list) => list.at(-1))).toEqual([few, few, few])
    }
  })

  it('refuses a rank that is none', () => {
    expect(() => Source.shard(2, 2)).toThrow(/a rank from 0 to 1, found 2/)
  })

  it('is the shard of a data set', async () => {
    const parts = { images: Uint8Array.of(5, 6, 7), labels: [0, 1, 2], imageShape: [1, 1, 1], classes: 3 } as const
    const dataset = pipe(
      Dataset.dataset(parts),
      E.getOrElseW(() => expect.fail('no data set')),
    )
    const labelsOf = async (rank: number) =>
      await listOf(
        Source.map(({ label }: { readonly label: unknown }) => label)(
          Source.shard(rank, 2)(Source.fromDataset(dataset)),
        ),
      )
    for (const rank of [0, 1]) expect(Array.from(Dataset.shard(rank, 2)(dataset).labels)).toEqual(await labelsOf(rank))
  })
})

describe('Source.mapWithKey', () => {
  it('gives an example the same key wherever it goes', async () => {
    const drawn = Source.mapWithKey(key(7))((letter: string, own) => `${letter} ${String(item(uniform([])(own)))}`)
    const all = await listOf(drawn(Source.of(letters)))
    expect(new Set(all.map((one) => String(one).slice(2))).size).toBe(7)
    expect(await listOf(drawn(asStream(Source.of(letters))))).toEqual(all)
    expect(await listOf(Source.shard(1, 2)(drawn(Source.of(letters))))).toEqual([all[1], all[3], all[5]])
  })
})

describe('Source.take', () => {
  it('asks for nothing after what it takes', async () => {
    const log: string[] = []
    async function* threeAndThenNever() {
      try {
        for (let n = 1; n <= 3; n++) yield await Promise.resolve(n)
        log.push('asked for a fourth')
        await new Promise(() => undefined)
      } finally {
        log.push('closed')
      }
    }
    expect(await listOf(Source.take(3)(Source.fromAsync(threeAndThenNever)))).toEqual([1, 2, 3])
    expect(log).toEqual(['closed'])
    expect(await listOf(Source.take(0)(Source.fromAsync(threeAndThenNever)))).toEqual([])
  })
})

describe('Source.fromAsync', () => {
  it('is asked anew for each pass, and told when it is left', async () => {
    let closed = 0
    async function* naturals() {
      try {
        for (let n = 0; ; n++) yield await Promise.resolve(n)
      } finally {
        closed += 1
      }
    }
    const source = Source.fromAsync(naturals)
    for (const pass of [1, 2]) {
      for await (const found of Source.examples({ ahead: 5 })(source)) {
        expect(found).toEqual(E.right(0))
        break
      }
      expect(closed).toBe(pass)
    }
  })

  it('lets go of one that never answers', async () => {
    const told: string[] = []
    const silent = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<never>(() => undefined),
        return: () => {
          told.push('return')
          return new Promise<never>(() => undefined)
        },
      }),
    }
    const reading = Source.examples()(Source.fromAsync(() => silent))[Symbol.asyncIterator]()
    const first = reading.next()
    await reading.return?.()
    expect((await first).done).toBe(true)
    expect(told).toEqual(['return'])
  })

  it('gives what it throws as the last of the stream, but not a mistake of the program', async () => {
    async function* broken() {
      yield await Promise.resolve(1)
      throw new RangeError('no more')
    }
    expect(await listOf(Source.fromAsync(broken))).toEqual([1, { _tag: 'SourceFailed', detail: 'no more' }])
    const closed = (): never => {
      throw new RangeError('closed')
    }
    expect(await listOf(Source.fromAsync(closed))).toEqual([{ _tag: 'SourceFailed', detail: 'closed' }])
    const none = await listOf(Source.fromAsync(() => 5 as never))
    expect(none).toMatchObject([{ _tag: 'SourceFailed' }])
    async function* mistaken() {
      yield await Promise.resolve(permutation(-1)(key(1)))
    }
    await expect(listOf(Source.fromAsync(mistaken))).rejects.toThrow(/^Cannot/)
  })
})

describe('Source.map', () => {
  it('passes on what its function throws, and closes what it reads', async () => {
    let isClosed = false
    async function* numbers() {
      try {
        for (let n = 0; ; n++) yield await Promise.resolve(n)
      } finally {
        isClosed = true
      }
    }
    const broken = Source.map((n: number) => {
      if (n === 2) throw new RangeError('two')
      return n
    })(Source.fromAsync(numbers))
    await expect(listOf(broken)).rejects.toThrow('two')
    expect(isClosed).toBe(true)
  })
})

describe('Source.split', () => {
  it('counts both parts', () => {
    const [first, rest] = Source.split(10)(Source.of(letters))
    expect([first.count, rest.count]).toEqual([7, 0])
    expect(() => Source.split(-1)(Source.of(letters))).toThrow(/the count to be a whole number, 0 or more/)
  })
})
