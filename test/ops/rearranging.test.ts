/** @file What moves, repeats, cuts and resizes: one is the inverse or the adjoint of the other. */
import {
  adaptiveAvgPool2d,
  adaptiveMaxPool2d,
  channelShuffle,
  diagonal,
  fold,
  innerProduct,
  interpolate,
  key,
  normal,
  ones,
  pixelShuffle,
  pixelUnshuffle,
  repeatInterleave,
  roll,
  sum,
  tensor,
  tile,
  tril,
  triu,
  unfold,
} from 'cotangent'
import type { Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { item, toArray, toNested } from '../float64.ts'

const draw = (shape: readonly number[], seed = 1): Tensor => normal(shape)(key(seed))

describe('rearrangements', () => {
  it('come back', () => {
    const x = draw([2, 8, 3, 4])
    expect(toArray(pixelUnshuffle(2)(pixelShuffle(2)(x)))).toEqual(toArray(x))
    expect(toArray(channelShuffle(2)(channelShuffle(4)(x)))).toEqual(toArray(x))
    expect(toArray(roll(-5, { axis: 1 })(roll(5, { axis: 1 })(x)))).toEqual(toArray(x))
  })

  it('refuse what does not part', () => {
    expect(() => pixelShuffle(2)(ones([1, 6, 2, 2]))).toThrow('6 do not part by 4')
    expect(() => pixelUnshuffle(2)(ones([1, 1, 3, 2]))).toThrow('3 do not part by 2')
    expect(() => tile([-1])(ones([2]))).toThrow('a whole number of times')
    expect(() => repeatInterleave(0.5)(ones([2]))).toThrow('a whole number of times')
  })

  it('repeat', () => {
    expect(toNested(tile([2, 1, 2])(tensor([1, 2], [2])))).toEqual([[[1, 2, 1, 2]], [[1, 2, 1, 2]]])
    expect(toNested(repeatInterleave(2, { axis: 0 })(tensor([1, 2], [2, 1])))).toEqual([[1], [1], [2], [2]])
  })
})

describe('triangles', () => {
  it('make the matrix, and diagonals are where they are said to be', () => {
    const x = draw([2, 3, 4])
    const both = Array.from(toArray(tril(-1)(x)), (value, k) => value + toArray(triu(0)(x))[k]!)
    expect(both).toEqual(Array.from(toArray(x)))
    const m = tensor([1, 2, 3, 4, 5, 6], [2, 3])
    expect([-1, 0, 1, 2, 3].map((k) => toNested(diagonal(k)(m)))).toEqual([[4], [1, 5], [2, 6], [3], []])
    expect(() => diagonal()(ones([3]))).toThrow('it expects matrices')
  })
})

describe('unfold and fold', () => {
  const options = { kernel: [2, 3], stride: [2, 1], padding: [1, 1], dilation: [1, 2] } as const

  it('are adjoint', () => {
    const x = draw([2, 3, 5, 6])
    const columns = unfold(options)(x)
    const y = draw(columns.shape, 2)
    const [left, right] = [item(innerProduct(columns, y)), item(innerProduct(x, fold([5, 6], options)(y)))]
    expect(Math.abs(left - right)).toBeLessThan(1e-10 * (1 + Math.abs(left)))
  })

  it('refuse columns of other numbers', () => {
    expect(() => fold([5, 6], options)(ones([1, 7, 4]))).toThrow('it expects [N, C * 6, windows]')
    expect(() => fold([5, 6], options)(ones([1, 6, 4]))).toThrow('images of these sides have 12 windows')
  })
})

describe('interpolate', () => {
  const modes = ['nearest', 'nearestExact', 'bilinear', 'bicubic', 'area'] as const

  it.each(modes)('keeps what is constant: %s', (mode) => {
    for (const size of [1, 3, 7, 10]) {
      const found = toArray(interpolate({ size, mode })(ones([1, 2, 5, 4])))
      for (const value of found) expect(Math.abs(value - 1)).toBeLessThan(1e-12)
    }
  })

  it('keeps an image whose size stays', () => {
    const x = draw([1, 2, 5, 4])
    for (const mode of modes) {
      const found = toArray(interpolate({ size: [5, 4], mode })(x))
      found.forEach((value, k) => {
        expect(Math.abs(value - toArray(x)[k]!)).toBeLessThan(1e-12)
      })
    }
  })

  it('refuses no size, two sizes, and sizes that are none', () => {
    expect(() => interpolate({})(ones([1, 1, 2, 2]))).toThrow('either the size or the scale')
    expect(() => interpolate({ size: 2, scale: 2 })(ones([1, 1, 2, 2]))).toThrow('either the size or the scale')
    expect(() => interpolate({ size: 0 })(ones([1, 1, 2, 2]))).toThrow('whole sides above 0')
    expect(() => interpolate({ scale: 0.1 })(ones([1, 1, 2, 2]))).toThrow('not 0 and 0')
    expect(() => interpolate({ size: 2 })(ones([1, 2, 2]))).toThrow('it expects [N, C, H, W]')
  })
})

describe('adaptive pooling', () => {
  it('to one window is global pooling', () => {
    const x = draw([2, 3, 4, 5])
    const means = Array.from(toArray(sum({ axis: [2, 3] })(x)), (total) => total / 20)
    toArray(adaptiveAvgPool2d(1)(x)).forEach((value, k) => {
      expect(Math.abs(value - means[k]!)).toBeLessThan(1e-12)
    })
    const all = Array.from(toArray(x))
    expect(Array.from(toArray(adaptiveMaxPool2d(1)(x)))).toEqual(
      [0, 1, 2, 3, 4, 5].map((plane) => Math.max(...all.slice(plane * 20, plane * 20 + 20))),
    )
  })

  it('refuses sizes that are none', () => {
    expect(() => adaptiveMaxPool2d([0, 2])(ones([1, 1, 2, 2]))).toThrow('whole sides above 0')
  })
})
