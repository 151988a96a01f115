import {
  add,
  bernoulli,
  compile,
  foldIn,
  isKey,
  key,
  keyBatch,
  makeRuntime,
  normal,
  permutation,
  split,
  tensor,
  toArray as toArrayOn,
  uniform,
  wasmBackend,
} from 'cotangent'
import type { Tensor } from 'cotangent'
import type { Key } from 'cotangent'
import { laws, operations } from 'cotangent/laws'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyLaws } from '../../laws/structures/keys.ts'
import { keyOfWords, threefry, wordsOfKey } from '../../src/core/threefry.ts'
import { toArray } from '../float64.ts'
import { holds } from '../holds.ts'
import { seed } from '../seed.ts'

const wordsOf = ({ words }: Key): readonly number[] => [...toArray(words)]

holds(keyLaws, laws.operation(operations.keySplit), laws.operation(operations.keyFoldIn))

describe('key', () => {
  it('takes every seed to words of its own', () => {
    const seeds = [0, 1, 2 ** 16, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER]
    expect(new Set(seeds.map((seed) => wordsOf(key(seed)).join())).size).toBe(seeds.length)
    expect(wordsOf(key(0x0001_0002))).toEqual([0, 0, 1, 2])
  })

  it.each([-1, 0.5, Number.NaN, Infinity, 2 ** 53])('refuses the seed %s', (seed) => {
    expect(() => key(seed)).toThrow(
      `Cannot make a key: expected a seed that is a whole number from 0 to 2^53 - 1, found ${String(seed)}`,
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

  it.each([-1, 1.5, Number.NaN, Infinity])('refuses to give %s keys', (count) => {
    expect(() => split(key(1), count)).toThrow(
      `Cannot split a key: expected a count that is a whole number from 0 to 2^24, found ${String(count)}`,
    )
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

  it('of a large number differs from its halves, folded in one after the other', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 24 - 1 }), fc.nat({ max: 2 ** 24 - 1 }), (high, low) => {
        const large = foldIn(key(3), (high + 1) * 2 ** 24 + low)
        expect(wordsOf(large)).not.toEqual(wordsOf(foldIn(foldIn(key(3), high + 1), low)))
      }),
      { seed: seed(), numRuns: 50 },
    )
  })

  it('takes a number or a scalar for the same', () => {
    expect(wordsOf(foldIn(key(3), 9))).toEqual(wordsOf(foldIn(key(3), tensor(9, []))))
  })

  it.each([-1, 1.5, Number.NaN, Infinity, -Infinity, 2 ** 53])('refuses %s, as a number or in a tensor', (n) => {
    expect(() => foldIn(key(1), n)).toThrow(
      `Cannot fold a number into a key: expected a whole number from 0 to 2^53 - 1, found ${String(n)}`,
    )
    expect(() => foldIn(key(1), tensor(n, []))).toThrow(`from 0 to 2^24 - 1 in a tensor, found ${String(n)}`)
    expect(() => wordsOf(foldIn(key(1), add(tensor(n, []), 0)))).toThrow(
      `from 0 to 2^24 - 1 in a tensor, found ${String(n)}`,
    )
  })

  it('tells neighbours apart over the whole range, a number and its tensor being the same below 2^24', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (n) => {
        const near = [n, Math.max(0, n - 1) === n ? n + 1 : n - 1]
        expect(new Set(near.map((each) => wordsOf(foldIn(key(3), each)).join())).size).toBe(2)
        const small = n % 2 ** 24
        expect(wordsOf(foldIn(key(3), small))).toEqual(wordsOf(foldIn(key(3), tensor(small, []))))
      }),
      { seed: seed(), numRuns: 100 },
    )
  })

  it.each([-1, 1.5, Number.NaN, Infinity, 2 ** 24, 2 ** 24 + 1])('refuses %s that is computed, in float32 too', (n) => {
    const wasm = makeRuntime(wasmBackend({ threads: 1 }))
    const folded = compile((data: Tensor<readonly []>) => foldIn(key(1), data).words, { runtime: wasm })
    const reason = `Cannot fold a number into a key: expected a whole number from 0 to 2^24 - 1 in a tensor, found ${String(Math.fround(n))}`
    expect(() => toArrayOn(folded(tensor(n, [])), wasm)).toThrow(reason)
    expect(() => toArrayOn(foldIn(key(1), add(tensor(n, []), 0)).words, wasm)).toThrow(reason)
    expect(toArrayOn(folded(tensor(2 ** 24 - 1, [])), wasm)).toEqual(toArrayOn(foldIn(key(1), 2 ** 24 - 1).words, wasm))
    wasm.close()
  })

  it('separates numbers that float32 does not', () => {
    const numbers = [2 ** 24, 2 ** 24 + 1, 2 ** 24 + 2, 2 ** 25 + 1, 2 ** 49 + 1, 2 ** 53 - 1]
    const wasm = makeRuntime(wasmBackend({ threads: 1 }))
    const folded = numbers.map((n) => toArrayOn(foldIn(key(3), n).words, wasm).join())
    expect(new Set(folded).size).toBe(numbers.length)
    expect(folded).toEqual(numbers.map((n) => wordsOf(foldIn(key(3), n)).join()))
  })
})

describe('something else in the place of a key', () => {
  it.each([
    ['undefined', undefined],
    ['a number', 3],
    ['a tensor', tensor([1, 2, 3, 4])],
  ])('is refused: %s', (kind, value) => {
    const message = `Cannot use a key: expected a key, found ${kind}; make one with key(seed)`
    const bad = value as never
    for (const use of [uniform([2]), normal([2]), bernoulli([2]), permutation(3), split, foldIn]) {
      expect(() => use(bad, 1 as never)).toThrow(message)
    }
    expect(() => foldIn(bad, tensor(1))).toThrow(message)
  })
})

describe('a batch of keys', () => {
  const batch = keyBatch(key(1), 3)

  it.each<readonly [string, () => unknown]>([
    ['uniform', () => uniform([2])(batch)],
    ['split', () => split(batch)],
    ['foldIn', () => foldIn(batch, 1)],
    ['permutation', () => permutation(3)(batch)],
  ])('is not taken for one by %s', (_, draw) => {
    expect(draw).toThrow(
      'Cannot use a key: expected one key, found a batch of keys [3]; vmap a function of one key over it',
    )
  })

  it('folds in no list of numbers', () => {
    expect(() => foldIn(key(1), tensor([5, 6], [2]) as never)).toThrow('expected one number, found [2]')
  })
})

describe('wordsOfKey', () => {
  it('is undone by keyOfWords', () => {
    const block = threefry([0, 42], [7, 1])
    expect(keyOfWords(wordsOfKey(block))).toEqual(block)
  })
})
