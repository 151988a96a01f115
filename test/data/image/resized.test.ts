/** @file Resizing: Pillow's bytes, and the laws of averages. */
import { describe, expect, it } from 'vitest'
import { TensorError } from '../../../src/index.ts'
import { resized } from '../../../src/data/index.ts'
import { randomAt } from '../../hostile/random.ts'
import { seed } from '../../seed.ts'
import { bytesFrom, pillow } from './pillow.ts'

describe('resized', () => {
  it.each(pillow.resized)('gives the bytes of Pillow, $from to $to', ({ from, to, pixels, expected }) => {
    const image = { height: from[0], width: from[1], planes: bytesFrom(pixels) }
    expect(resized(image, to[0], to[1])).toEqual({ height: to[0], width: to[1], planes: bytesFrom(expected) })
  })

  it('does not turn a fine pattern into a false one', () => {
    const planes = Uint8Array.from({ length: 3 * 64 * 64 }, (_, k) => (k % 2 === 0 ? 255 : 0))
    const image = { height: 64, width: 64, planes }
    const values = new Set(resized(image, 21, 21).planes)
    expect(Math.min(...values)).toBeGreaterThan(80)
    expect(Math.max(...values)).toBeLessThan(175)
    expect(Math.max(...resized(image, 21, 21, { antialias: false }).planes)).toBeGreaterThan(240)
  })

  it('keeps constant images constant, and images of the size that they have', () => {
    const { below, bytes } = randomAt(seed(), 0)
    for (let round = 0; round < 30; round++) {
      const [height, width, value] = [1 + below(40), 1 + below(40), below(256)]
      const image = { height, width, planes: new Uint8Array(3 * height * width).fill(value) }
      for (const antialias of [true, false]) {
        const made = resized(image, 1 + below(40), 1 + below(40), { antialias })
        expect(new Set(made.planes)).toEqual(new Set([value]))
      }
      const any = { ...image, planes: bytes(3 * height * width) }
      expect(resized(any, height, width)).toEqual(any)
    }
  })

  it.each([0, -1, 1.5, Number.NaN, Infinity])('refuses a side of %s', (side) => {
    const image = { height: 1, width: 1, planes: new Uint8Array(3) }
    expect(() => resized(image, side, 1)).toThrow(TensorError)
    expect(() => resized(image, 1, side)).toThrow(TensorError)
  })
})

describe('resized by way of an image that is too large', () => {
  it('is refused before anything is allocated', () => {
    const high = { height: 2 ** 20, width: 1, planes: new Uint8Array(3 * 2 ** 20) }
    expect(() => resized(high, 1, 2 ** 20)).toThrow('the limit is 4294967296 (maxBytes)')
  })
})
