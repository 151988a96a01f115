import { describe, expect, it } from 'vitest'
import type { Words } from '../../src/core/threefry.ts'
import { keyOfWords, purpose, threefry, wordsOfKey } from '../../src/core/threefry.ts'

describe('threefry', () => {
  it.each<[key: Words, counter: Words, block: Words]>([
    [
      [0, 0],
      [0, 0],
      [0x6b200159, 0x99ba4efe],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x1cb996fc, 0xbb002be7],
    ],
    [
      [0x13198a2e, 0x03707344],
      [0x243f6a88, 0x85a308d3],
      [0xc4923a9c, 0x483df7a0],
    ],
  ])('gives the Random123 known answers: key %j, counter %j', (key, counter, block) => {
    expect(threefry(key, counter)).toEqual(block)
  })

  it('gives each purpose a stream of its own', () => {
    const blocks = Object.values(purpose).map((p) => threefry([0, 42], [7, p]).join())
    expect(new Set(blocks).size).toBe(3)
  })
})

describe('keyOfWords', () => {
  it.each<Words>([
    [0, 0],
    [0xffffffff, 0x80000000],
    [0x12345678, 0x9abcdef0],
  ])('undoes wordsOfKey: %d, %d', (high, low) => {
    const words = wordsOfKey([high, low])
    expect(words.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 16)).toBe(true)
    expect(keyOfWords(words)).toEqual([high, low])
  })
})
