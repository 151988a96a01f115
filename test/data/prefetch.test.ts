/** @file Streams asked for ahead. */
/* eslint-disable @typescript-eslint/require-await -- a source need not wait for anything */
import { prefetch } from 'cotangent/data'
import { describe, expect, it } from 'vitest'

describe('prefetch', () => {
  it('asks so many ahead while one is used, and keeps the order', async () => {
    const asked: number[] = []
    const closed: string[] = []
    async function* source() {
      try {
        for (let n = 1; n <= 5; n++) {
          asked.push(n)
          yield n
        }
      } finally {
        closed.push('closed')
      }
    }
    const seen: (readonly [number, number])[] = []
    for await (const n of prefetch(2)(source())) {
      await new Promise((resolve) => setTimeout(resolve, 1))
      seen.push([n, asked.length])
    }
    expect(seen.map(([n]) => n)).toEqual([1, 2, 3, 4, 5])
    expect(seen[0]![1]).toBeGreaterThanOrEqual(2)
    expect(closed).toEqual(['closed'])
  })

  it('ends its source when it is left early', async () => {
    const closed: string[] = []
    async function* source() {
      try {
        while (true) yield 1
      } finally {
        closed.push('closed')
      }
    }
    for await (const one of prefetch(1)(source())) {
      expect(one).toBe(1)
      break
    }
    expect(closed).toEqual(['closed'])
  })

  it('fails where its source fails', async () => {
    async function* source() {
      yield 1
      throw new RangeError('no more')
    }
    const seen: number[] = []
    const all = async () => {
      for await (const n of prefetch(3)(source())) seen.push(n)
    }
    await expect(all()).rejects.toThrow('no more')
    expect(seen).toEqual([1])
  })

  /** A source of so many numbers: how often it was asked, and how many answers it owed at most. */
  const counting = (count: number) => {
    const counts = { asked: 0, owed: 0, mostOwed: 0 }
    const next = async (): Promise<IteratorResult<number, undefined>> => {
      const n = counts.asked++
      counts.owed += 1
      counts.mostOwed = Math.max(counts.mostOwed, counts.owed)
      await new Promise((resolve) => setTimeout(resolve, 0))
      counts.owed -= 1
      return n < count ? { done: false, value: n } : { done: true, value: undefined }
    }
    return { counts, items: { [Symbol.asyncIterator]: () => ({ next }) } }
  }

  it('asks for little more than there is, however many may be ahead', async () => {
    const { counts, items } = counting(7)
    const seen: number[] = []
    for await (const n of prefetch(2 ** 40)(items)) seen.push(n)
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(counts.asked).toBeLessThan(40)
  })

  it('keeps so many ahead while nobody takes one, of which few are unanswered', async () => {
    const { counts, items } = counting(Infinity)
    for await (const n of prefetch(3000)(items)) {
      expect(n).toBe(0)
      while (counts.owed > 0) await new Promise((resolve) => setTimeout(resolve, 0))
      expect(counts.asked).toBe(3001)
      break
    }
    expect(counts.mostOwed).toBe(1024)
  })

  it('fails where its source throws instead of answering', async () => {
    const items = {
      [Symbol.asyncIterator]: () => ({
        next: (): Promise<IteratorResult<number>> => {
          throw new RangeError('no answer')
        },
      }),
    }
    const first = prefetch(2)(items).next()
    await expect(first).rejects.toThrow('no answer')
  })
})
