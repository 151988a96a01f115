import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { counts, naturals, numberCodec, numberFromText } from '../../src/codecs/numbers.ts'

const read = (codec: { readonly decode: (u: unknown) => E.Either<unknown, number> }, u: unknown): number | null =>
  E.getOrElseW(() => null)(codec.decode(u))

describe('numberCodec', () => {
  it('takes numbers that are accepted, and no text', () => {
    const codec = numberCodec(naturals)
    expect([0, 7, -1, 0.5, Number.NaN, '7', null].map((u) => read(codec, u))).toEqual([
      0,
      7,
      ...[null, null, null, null, null],
    ])
  })
})

describe('numberFromText', () => {
  it('reads text, and writes it again', () => {
    const codec = numberFromText(counts)
    expect(['7', ' 12 ', '1e3', '0', '', 'seven', 7].map((u) => read(codec, u))).toEqual([
      7,
      12,
      1000,
      ...[null, null, null, null],
    ])
    expect(codec.encode(12)).toBe('12')
  })
})

describe('counts and naturals', () => {
  it('are named by what they expect', () => {
    expect([counts.name, naturals.name]).toEqual(['a whole number, 1 or more', 'a whole number, 0 or more'])
  })
})
