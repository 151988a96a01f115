/** @file Gzip of one and of several members, honest and damaged. */
import { gunzip, showDecodeError } from 'cotangent/data'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { seed } from '../seed.ts'

/** What members hold: short, repetitive (which deflates to references back), or nothing at all. */
const contents = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .tuple(fc.uint8Array({ maxLength: 8 }), fc.nat(2000))
    .map(([part, count]) => Uint8Array.from({ length: count }, (_, k) => part[k % part.length] ?? 0)),
)

const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

const pattern = (length: number, factor: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * i * factor) >> 3)

describe('gunzip', () => {
  it('gives what the members of a file hold, in a row', () => {
    fc.assert(
      fc.property(
        fc.array(contents, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 9 }),
        (parts, level) => {
          const file = joined(parts.map((part) => gzipSync(part, { level })))
          expect(gunzip(1e6)(file)).toEqual(E.right(joined(parts)))
        },
      ),
      { seed: seed() },
    )
  })

  it('reads members that are longer than what is streamed at a time', () => {
    const parts = [pattern(50_000, 7), pattern(3, 1), pattern(90_000, 13)]
    const read = gunzip(1e6)(joined(parts.map((part) => gzipSync(part))))
    expect(E.isRight(read) && Buffer.from(read.right).equals(Buffer.concat(parts))).toBe(true)
  })

  it('finds damage in every member', () => {
    const members = [pattern(300, 7), pattern(300, 11), pattern(300, 13)].map((part) => gzipSync(part))
    let at = 0
    for (const member of members) {
      for (const place of [at + member.length - 8, at + member.length - 4, at + Math.floor(member.length / 2)]) {
        const file = joined(members)
        file[place] = (file[place] ?? 0) ^ 1
        expect(E.isLeft(gunzip(1e6)(file))).toBe(true)
      }
      at += member.length
    }
  })

  it('holds the members together to the limit', () => {
    const file = joined(Array.from({ length: 10 }, () => gzipSync(new Uint8Array(100))))
    expect(E.isRight(gunzip(1000)(file))).toBe(true)
    const read = gunzip(999)(file)
    expect(E.isLeft(read) && showDecodeError(read.left)).toContain('the limit is 999')
  })

  it('holds the number of members to the limit', () => {
    const empty = gzipSync(new Uint8Array(0))
    const file = joined(Array.from({ length: 101 }, () => empty))
    const read = gunzip(1000, { maxMembers: 100 })(file)
    expect(E.isLeft(read) && read.left).toMatchObject({ _tag: 'OverBudget', option: 'maxMembers' })
  })

  it('refuses bytes after the last member that are no member', () => {
    const file = joined([gzipSync(pattern(9, 1)), Uint8Array.of(1, 2, 3)])
    expect(gunzip(1000)(file)).toMatchObject({ _tag: 'Left', left: { _tag: 'CorruptGzip' } })
  })
})
