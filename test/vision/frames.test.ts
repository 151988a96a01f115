/** @file Pixels of a page as tensors. */
import { tensor, zeros } from 'cotangent'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromCanvas, fromImageData, toImageData } from '../../src/vision/frames.ts'
import { toNested } from '../float64.ts'
import { samples } from '../samples.ts'
import { seed } from '../seed.ts'

const byte = fc.nat({ max: 255 })

describe('fromImageData', () => {
  it('reads colors as channels, from 0 to 1', () => {
    const data = [255, 0, 51, 255, 0, 102, 255, 255]
    const [image] = toNested(fromImageData({ data, width: 1, height: 2 })) as number[][][][]
    expect(image?.map((plane) => plane.flat().map((value) => Math.round(5 * value)))).toEqual([
      [5, 0],
      [0, 2],
      [1, 5],
    ])
  })

  it('shows what is transparent on black', () => {
    expect(toNested(fromImageData({ data: [255, 255, 255, 0], width: 1, height: 1 })).flat(3)).toEqual([0, 0, 0])
    expect(toNested(fromImageData({ data: [255, 255, 255, 51], width: 1, height: 1 }, { channels: 1 }))[0]).toEqual([
      [[Math.fround(0.2)]],
    ])
  })

  it('refuses data of another length', () => {
    expect(() => fromImageData({ data: [1, 2, 3], width: 1, height: 1 })).toThrow(
      'Cannot make a tensor of 1 by 1 pixels: expected 4 bytes, found 3',
    )
  })
})

describe('toImageData', () => {
  it('gives back an opaque ImageData', () => {
    const sized = fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })).chain(([width, height]) =>
      fc.record({
        width: fc.constant(width),
        height: fc.constant(height),
        data: fc
          .array(fc.tuple(byte, byte, byte), { minLength: width * height, maxLength: width * height })
          .map((pixels) => Uint8ClampedArray.from(pixels.flatMap((pixel) => [...pixel, 255]))),
      }),
    )
    const isSame = fc.property(sized, (pixels) => {
      expect(toImageData(fromImageData(pixels))).toEqual(pixels)
    })
    fc.assert(isSame, { numRuns: samples(), seed: seed() })
  })

  it('shows gray as three equal parts, and cuts off what is out of range', () => {
    expect(Array.from(toImageData(tensor([[[-1, 2, Number.NaN]]])).data)).toEqual([
      0, 0, 0, 255, 255, 255, 255, 255, 0, 0, 0, 255,
    ])
  })

  it('refuses several images, and other channels', () => {
    expect(() => toImageData(zeros([2, 3, 1, 1]))).toThrow('expected one image in gray or in color, [C, H, W]')
    expect(() => toImageData(zeros([2, 1, 1]))).toThrow('found [2, 1, 1]')
  })
})

describe('fromCanvas', () => {
  const pixels = { data: new Uint8ClampedArray([0, 0, 0, 255, 255, 255, 255, 255]), width: 2, height: 1 }

  it('reads the whole canvas', () => {
    const asked: (readonly number[])[] = []
    const getImageData = (...box: readonly number[]) => {
      asked.push(box)
      return pixels
    }
    const canvas = { width: 2, height: 1, getContext: () => ({ getImageData }) }
    expect(toNested(fromCanvas(canvas, { channels: 1 }))).toEqual([[[[0, 1]]]])
    expect(asked).toEqual([[0, 0, 2, 1]])
  })

  it('refuses a canvas that is drawn otherwise', () => {
    expect(() => fromCanvas({ width: 1, height: 1, getContext: () => null })).toThrow(
      "Cannot read a canvas: expected a canvas with a context '2d', found none",
    )
  })
})
