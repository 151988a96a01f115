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
})
