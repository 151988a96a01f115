import { deflateRawSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { inflateTo, mostInflated } from '../../src/codecs/inflate.ts'

const bytes = Uint8Array.from({ length: 500 }, (_, k) => (k * k) % 7)
const stream = new Uint8Array(deflateRawSync(bytes))

describe('inflateTo', () => {
  it('gives the bytes of a stream', () => {
    expect(inflateTo(500)(stream)).toEqual(E.right(bytes))
  })

  it('refuses a size that the stream cannot reach, and allocates nothing for it', () => {
    for (const size of [mostInflated(stream.length) + 1, 2 ** 32, 2 ** 53, Infinity, Number.NaN]) {
      expect(inflateTo(size)(stream)).toEqual(
        E.left({ _tag: 'WrongSize', expected: size, found: mostInflated(stream.length) }),
      )
    }
  })

  it('reaches the size that no stream exceeds', () => {
    const zeros = new Uint8Array(2 ** 20)
    const { length } = deflateRawSync(zeros, { level: 9 })
    expect(mostInflated(length)).toBeGreaterThanOrEqual(zeros.length)
  })

  it.each([499, 501, 0])('refuses a stream that does not come to %d bytes', (size) => {
    expect(inflateTo(size)(stream)).toMatchObject({ left: { _tag: 'WrongSize', expected: size } })
  })

  it('refuses a damaged stream', () => {
    expect(inflateTo(100)(Uint8Array.of(7, 255, 255, 1))).toMatchObject({ left: { _tag: 'BadDeflate' } })
  })
})
