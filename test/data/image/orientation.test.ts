/** @file Photographs are turned as their EXIF says, as Pillow's `exif_transpose` turns them. */
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { DecodeImageOptions } from '../../../src/data/index.ts'
import { decodeImage, showDecodeError } from '../../../src/data/index.ts'
import { orientationOf } from '../../../src/data/image/orientation.ts'
import { bytesFrom, pillow } from './pillow.ts'

const decoded = (bytes: Uint8Array, options: DecodeImageOptions = {}) => {
  const read = decodeImage(bytes, options)
  return E.isRight(read) ? read.right : expect.fail(showDecodeError(read.left))
}

describe('decodeImage with EXIF', () => {
  it.each(pillow.oriented)('turns orientation $orientation', ({ jpeg, height, width, blocks }) => {
    const image = decoded(bytesFrom(jpeg))
    expect([image.height, image.width]).toEqual([height, width])
    blocks.forEach((row, y) =>
      row.forEach((colour, x) =>
        colour.forEach((value, plane) => {
          const found = image.planes[plane * height * width + (8 * y + 4) * width + 8 * x + 4]!
          expect(Math.abs(found - value)).toBeLessThan(6)
        }),
      ),
    )
  })

  it('leaves photographs as they are stored, if asked', () => {
    for (const { jpeg } of pillow.oriented) {
      const { height, width } = decoded(bytesFrom(jpeg), { orient: false })
      expect([height, width]).toEqual([16, 24])
    }
  })

  it('turns PNG too', () => {
    const { png, height, width, pixels } = pillow.orientedPng
    expect(decoded(bytesFrom(png))).toEqual({ height, width, planes: bytesFrom(pixels) })
  })
})

describe('orientationOf', () => {
  const little = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]
  const big = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]

  it('reads both byte orders', () => {
    expect(orientationOf(Uint8Array.from(little))).toBe(6)
    expect(orientationOf(Uint8Array.from(big))).toBe(6)
  })

  it('takes the image as it is where EXIF is cut, foreign or senseless', () => {
    for (let length = 0; length < little.length; length++) {
      expect(orientationOf(Uint8Array.from(little).slice(0, length))).toBe(1)
    }
    expect(orientationOf(Uint8Array.from(little).fill(9, 18, 19))).toBe(1)
    expect(orientationOf(Uint8Array.from(little).fill(4, 12, 13))).toBe(1)
    expect(orientationOf(Uint8Array.from(little).fill(255, 4, 8))).toBe(1)
  })
})
