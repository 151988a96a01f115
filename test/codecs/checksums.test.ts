import * as zlib from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { adler32, crc32, crc32c } from '../../src/codecs/checksums.ts'
import { randomAt } from '../hostile/random.ts'
import { seed } from '../seed.ts'

describe('crc32', () => {
  it('gives the check values of the standards', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
    expect(crc32(new Uint8Array(0))).toBe(0)
  })

  it('agrees with zlib on every length', () => {
    const { bytes } = randomAt(seed(), 0)
    for (let length = 0; length < 100; length++) {
      const some = bytes(length)
      expect(crc32(some)).toBe(zlib.crc32(some))
    }
  })
})

describe('crc32c', () => {
  it('gives the check values of the standards', () => {
    expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283)
    // RFC 3720, section B.4.
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa)
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, k) => k))).toBe(0x46dd794e)
  })
})

describe('adler32', () => {
  it('gives known values', () => {
    expect(adler32(new TextEncoder().encode('Wikipedia'))).toBe(0x11e60398)
    expect(adler32(new Uint8Array(0))).toBe(1)
  })

  it('agrees with the end of a zlib stream, on long stretches of the highest byte too', () => {
    for (const length of [1, 5551, 5552, 5553, 100000]) {
      const some = new Uint8Array(length).fill(255)
      expect(adler32(some)).toBe(zlib.deflateSync(some).readUInt32BE(zlib.deflateSync(some).length - 4))
    }
  })
})
