/** @file PNG of every colour type, depth and interlacing, held to another decoder; and what is refused. */
import { deflateSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import { PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'
import { decodeImage, showDecodeError } from '../../../src/data/index.ts'
import { bytesOfPixels } from '../../hostile/generate.ts'
import type { PngClaims } from '../../hostile/pngParts.ts'
import { chunk, packed, pngOf } from '../../hostile/pngParts.ts'
import { randomAt } from '../../hostile/random.ts'
import { seed } from '../../seed.ts'

const depths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
}

const forms = Object.entries(depths).flatMap(([type, all]) =>
  all.flatMap((depth) => [0, 1].map((interlace) => ({ type: Number(type), depth, interlace }))),
)

/** Rows with any of the five filters, before random bytes. */
const rowsOf = (claims: PngClaims, place: number): Uint8Array => {
  const { bytes, below } = randomAt(seed(), place)
  const rows = bytes(bytesOfPixels(claims))
  const narrow = (side: number, first: number, step: number): number => Math.ceil((side - first) / step)
  const passes =
    claims.interlace === 1
      ? ([
          [0, 0, 8, 8],
          [4, 0, 8, 8],
          [0, 4, 4, 8],
          [2, 0, 4, 4],
          [0, 2, 2, 4],
          [1, 0, 2, 2],
          [0, 1, 1, 2],
        ] as const)
      : ([[0, 0, 1, 1]] as const)
  const channels = [1, 0, 3, 1, 2, 0, 4][claims.type] ?? 0
  let at = 0
  for (const [left, top, across, down] of passes) {
    const [columns, lines] = [narrow(claims.width, left, across), narrow(claims.height, top, down)]
    if (columns <= 0 || lines <= 0) continue
    for (let line = 0; line < lines; line++) {
      rows[at] = below(5)
      at += 1 + Math.ceil((columns * claims.depth * channels) / 8)
    }
  }
  expect(at).toBe(rows.length)
  return rows
}

/** The planes that the other decoder gives. */
const otherPlanes = (png: Uint8Array): readonly number[] => {
  const { data } = PNG.sync.read(Buffer.from(png))
  const count = data.length / 4
  return Array.from({ length: 3 * count }, (_, k) => data[4 * (k % count) + Math.floor(k / count)]!)
}

const refused = (bytes: Uint8Array): string => {
  const read = decodeImage(bytes)
  return E.isLeft(read) ? showDecodeError(read.left) : 'accepted'
}

describe('decodeImage of a PNG', () => {
  it.each(forms)('agrees with pngjs: colour type $type, $depth bits, interlacing $interlace', (form) => {
    for (const [width, height] of [
      [1, 1],
      [9, 7],
      [17, 5],
      [3, 16],
      [64, 33],
    ] as const) {
      const claims = { ...form, width, height }
      const colours = chunk('PLTE', randomAt(seed(), 1).bytes(3 * 2 ** Math.min(8, form.depth)))
      const png = pngOf(claims, packed(rowsOf(claims, width)), ...(form.type === 3 ? [colours] : []))
      const read = decodeImage(png)
      if (E.isLeft(read)) return expect.fail(showDecodeError(read.left))
      expect([read.right.height, read.right.width]).toEqual([height, width])
      expect(Array.from(read.right.planes)).toEqual(otherPlanes(png))
    }
  })

  it('spreads samples of 4 bits over 0 to 255', () => {
    const png = pngOf({ width: 4, height: 1, depth: 4, type: 0 }, packed(Uint8Array.of(0, 0x05, 0xaf)))
    const read = decodeImage(png)
    expect(E.isRight(read) && Array.from(read.right.planes.slice(0, 4))).toEqual([0, 85, 170, 255])
  })

  const claims = { width: 2, height: 2, depth: 8, type: 2 }
  const rows = new Uint8Array(14).fill(0)
  const good = pngOf(claims, packed(rows))
  const altered = (at: number): Uint8Array => good.map((byte, k) => (k === at ? byte ^ 1 : byte))

  it('verifies the checksum of every chunk', () => {
    expect(refused(good)).toBe('accepted')
    for (const at of [16, 29, 41, good.length - 1]) {
      expect(refused(altered(at))).toMatch(/^Cannot trust the chunk (IHDR|IDAT|IEND) of the image: the checksum/)
    }
  })

  it('verifies the checksum of the pixels', () => {
    const stream = new Uint8Array(deflateSync(rows)).map((byte, k, all) => (k === all.length - 1 ? byte ^ 1 : byte))
    expect(refused(pngOf(claims, stream))).toMatch(/^Cannot trust the pixels of the image/)
  })

  it.each<readonly [string, Uint8Array, RegExp]>([
    ['no pixels', pngOf({ ...claims, width: 0 }, packed(rows)), /it has no pixels/],
    ['a depth that the colour type does not have', pngOf({ ...claims, depth: 4 }, packed(rows)), /4 bits a sample/],
    ['an interlacing that does not exist', pngOf({ ...claims, interlace: 2 }, packed(rows)), /packed in a way/],
    ['too few rows', pngOf(claims, packed(rows.slice(1))), /its pixels come to 13 bytes or less, where 14/],
    [
      'too many rows',
      pngOf(claims, packed(new Uint8Array(15))),
      /its pixels come to more than the 14 bytes that are claimed/,
    ],
    ['a filter that does not exist', pngOf(claims, packed(rows.fill(5, 0, 1))), /a row has filter 5/],
    ['no palette', pngOf({ ...claims, type: 3 }, packed(new Uint8Array(6))), /its palette does not hold/],
    [
      'a colour that the palette lacks',
      pngOf({ ...claims, type: 3 }, packed(Uint8Array.of(0, 0, 1, 0, 0, 1)), chunk('PLTE', Uint8Array.of(1, 2, 3))),
      /its palette has no colour 1/,
    ],
    ['no end', good.slice(0, -12), /ends in the middle of a chunk/],
    ['a critical chunk that is not known', pngOf(claims, packed(rows), chunk('ABCD', rows)), /a chunk ABCD/],
    ['a stream that is no zlib', pngOf(claims, Uint8Array.of(1, 2, 3, 4, 5, 6, 7)), /not a zlib stream/],
  ])('refuses %s', (_, bytes, why) => {
    expect(refused(bytes)).toMatch(why)
  })
})
