/** @file Ranges of memory: none overlap, holes are used again, and many of them do not slow allocation down. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeSpace } from '../../../src/backend/wasm/space.ts'
import { seed } from '../../seed.ts'

describe('makeSpace', () => {
  it('gives ranges that do not overlap, and none when all are released but memory from the start', () => {
    const steps = fc.array(fc.record({ bytes: fc.integer({ min: 1, max: 9 }), drop: fc.nat() }), { maxLength: 60 })
    fc.assert(
      fc.property(steps, (all) => {
        const space = makeSpace()
        const held: (readonly [number, number])[] = []
        for (const { bytes, drop } of all) {
          const offset = space.allocate(bytes)
          expect(held.every(([at, size]) => offset + bytes <= at || at + size <= offset)).toBe(true)
          held.push([offset, bytes])
          if (drop % 2 === 0) for (const [at, size] of held.splice(drop % held.length, 1)) space.release(at, size)
        }
        const most = space.size()
        for (const [at, size] of held) space.release(at, size)
        if (most > 0) expect(space.allocate(most)).toBe(0)
      }),
      { seed: seed() },
    )
  })

  it('takes the smallest hole that fits, and the oldest of equal ones', () => {
    const space = makeSpace()
    const ranges = [8, 1, 4, 1, 4, 1].map((bytes) => [space.allocate(bytes), bytes] as const)
    for (const k of [0, 4, 2]) space.release(...ranges[k]!)
    expect([space.allocate(3), space.allocate(4), space.allocate(4)]).toEqual([14, 9, 0])
  })

  it('finds holes among many in no time', () => {
    const space = makeSpace()
    const offsets = Array.from({ length: 100_000 }, () => space.allocate(64))
    const start = performance.now()
    offsets.forEach((offset, k) => {
      if (k % 2 === 0) space.release(offset, 64)
    })
    for (let k = 0; k < 50_000; k++) space.allocate(64)
    expect(space.size()).toBe(6_400_000)
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
