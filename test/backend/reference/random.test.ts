import { describe, expect, it } from 'vitest'
import { keyOfWords, purpose, threefry } from '../../../src/core/threefry.ts'
import { compute, of } from './compute.ts'

const zero = of([0, 0, 0, 0])
const key = of([0x1319, 0x8a2e, 0x0370, 0x7344])

describe('keySplit', () => {
  it('encrypts the number of the child', () => {
    // threefry([0, 0], [0, 0]) is 6b200159 99ba4efe.
    expect(compute('keySplit', { index: 0 }, [zero], [4])).toEqual([0x6b20, 0x0159, 0x99ba, 0x4efe])
  })

  it('gives children that differ from each other', () => {
    const children = [0, 1, 2, 3].map((index) => compute('keySplit', { index }, [key], [4]).join())
    expect(new Set(children).size).toBe(4)
  })
})

describe('keyFoldIn', () => {
  it('encrypts the integer, apart from the children of a split', () => {
    const folded = compute('keyFoldIn', {}, [key, of([7], [])], [4])
    expect(keyOfWords(folded)).toEqual(threefry(keyOfWords(key.data), [7, purpose.foldIn]))
    expect(folded).not.toEqual(compute('keySplit', { index: 7 }, [key], [4]))
  })
})

describe('uniform', () => {
  it('takes the upper 24 bits of each word', () => {
    const words = [...threefry([0, 0], [0, purpose.bits]), ...threefry([0, 0], [1, purpose.bits])]
    const expected = words.slice(0, 3).map((word) => (word >>> 8) / 2 ** 24)
    expect(compute('uniform', { shape: [3] }, [zero], [3])).toEqual(expected)
  })

  it('lies in [0, 1), is exact in float32 and even', () => {
    const drawn = compute('uniform', { shape: [100, 100] }, [key], [100, 100])
    expect(drawn.every((u) => u >= 0 && u < 1 && Math.fround(u) === u)).toBe(true)
    const mean = drawn.reduce((total, u) => total + u, 0) / drawn.length
    const variance = drawn.reduce((total, u) => total + (u - mean) ** 2, 0) / drawn.length
    // Five standard deviations of the mean and of the variance of 10,000 draws.
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / drawn.length))
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / drawn.length))
  })
})

describe('permutation', () => {
  it('holds every number once', () => {
    const drawn = compute('permutation', { count: 1000 }, [key], [1000])
    expect([...drawn].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
    expect(drawn).not.toEqual([...drawn].sort((a, b) => a - b))
  })

  it('of none and one is what there is', () => {
    expect(compute('permutation', { count: 0 }, [key], [0])).toEqual([])
    expect(compute('permutation', { count: 1 }, [key], [1])).toEqual([0])
  })

  it('draws every order of three about equally often', () => {
    const counts = new Map<string, number>()
    for (let i = 0; i < 6000; i++) {
      const order = compute('permutation', { count: 3 }, [of([0, 0, 0, i])], [3]).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    // Five standard deviations of a count: sqrt(6000 * 1/6 * 5/6) = 29.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(145)
  })
})
