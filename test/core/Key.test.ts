import { foldIn, isKey, key, makeRuntime, split, tensor, toArray as toArrayOn, wasmBackend } from 'cotangent'
import type { Key } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { keyLaws } from '../../laws/catalog/structures.ts'
import { keyOfWords, threefry, wordsOfKey } from '../../src/core/threefry.ts'
import { toArray } from '../float64.ts'
import { holds } from '../holds.ts'

const wordsOf = ({ words }: Key): readonly number[] => [...toArray(words)]

holds(keyLaws)

describe('key', () => {
  it('takes every seed to words of its own', () => {
    const seeds = [0, 1, 2 ** 16, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER]
    expect(new Set(seeds.map((seed) => wordsOf(key(seed)).join())).size).toBe(seeds.length)
    expect(wordsOf(key(0x0001_0002))).toEqual([0, 0, 1, 2])
  })

  it.each([-1, 0.5, Number.NaN, Infinity, 2 ** 53])('refuses the seed %s', (seed) => {
    expect(() => key(seed)).toThrow(
      `Cannot make a key: a seed is a whole number from 0 to 2^53 - 1, not ${String(seed)}`,
    )
  })

  it('is told apart from tensors', () => {
    expect([isKey(key(0)), isKey(tensor([1], [1])), isKey(null)]).toEqual([true, false, false])
  })
})

describe('split', () => {
  it('gives two keys by default, and as many as asked', () => {
    expect([split(key(1)).length, split(key(1), 5).length]).toEqual([2, 5])
  })

  it('does not give the children of another key', () => {
    const children = [key(1), key(2)].flatMap((parent) => split(parent, 8).map((child) => wordsOf(child).join()))
    expect(new Set(children).size).toBe(16)
  })
})

describe('foldIn', () => {
  it('differs from split, for every integer and index', () => {
    const folded = [0, 1, 2, 3].map((n) => wordsOf(foldIn(key(3), n)).join())
    const children = split(key(3), 4).map((child) => wordsOf(child).join())
    expect(new Set([...folded, ...children]).size).toBe(8)
  })

  it('takes a number or a scalar for the same', () => {
    expect(wordsOf(foldIn(key(3), 9))).toEqual(wordsOf(foldIn(key(3), tensor(9, []))))
  })

  it('separates numbers that float32 does not', () => {
    const numbers = [2 ** 24, 2 ** 24 + 1, 2 ** 24 + 2, 2 ** 25 + 1, 2 ** 49 + 1, 2 ** 53 - 1]
    const wasm = makeRuntime(wasmBackend({ threads: 1 }))
    const folded = numbers.map((n) => toArrayOn(foldIn(key(3), n).words, wasm).join())
    expect(new Set(folded).size).toBe(numbers.length)
    expect(folded).toEqual(numbers.map((n) => wordsOf(foldIn(key(3), n)).join()))
  })
})

describe('wordsOfKey', () => {
  it('is undone by keyOfWords', () => {
    const block = threefry([0, 42], [7, 1])
    expect(keyOfWords(wordsOfKey(block))).toEqual(block)
  })
})
