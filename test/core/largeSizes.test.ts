/** @file Sizes that would fill the memory while an expression is built: they are refused before anything is allocated. */
import {
  adaptiveAvgPool2d,
  adaptiveMaxPool2d,
  affineGrid,
  avgPool,
  chunk,
  concat,
  fold,
  grad,
  interpolate,
  lpPool,
  maxPool,
  ones,
  splitSizes,
  stack,
  sum,
  tensor,
  toArray,
  unfold,
  zeros,
} from 'cotangent'
import type { Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'

const image: Tensor = ones([1, 1, 4, 4])
const huge = 2 ** 31

describe('a size beyond what memory holds', () => {
  it.each<readonly [string, () => unknown]>([
    ['interpolate', () => interpolate({ size: huge })(image)],
    ['interpolate, by scale', () => interpolate({ scale: huge, mode: 'bicubic' })(image)],
    ['adaptiveAvgPool2d', () => adaptiveAvgPool2d(huge)(image)],
    ['adaptiveMaxPool2d', () => adaptiveMaxPool2d(huge)(image)],
    ['affineGrid', () => affineGrid({ size: [2 ** 15, 2 ** 15] })],
    ['unfold', () => unfold({ kernel: 1, padding: 2 ** 15 })(image)],
    ['fold', () => fold([2 ** 15, 2 ** 15], { kernel: 1 })(ones([1, 1, 4]))],
    ['chunk', () => chunk(huge)(zeros([huge]))],
  ])('is refused by %s', (_, build) => {
    expect(build).toThrow(/expected a size that needs at most (16777216|268435456) entries at once, found \d+/)
  })

  it('of a window takes no memory', () => {
    const window = { kernel: huge, padding: huge / 2, stride: huge } as const
    expect(avgPool(window)(image).shape).toEqual([1, 1, 1, 1])
    expect(maxPool(window)(image).shape).toEqual([1, 1, 1, 1])
    expect(lpPool({ ...window, p: 2 })(image).shape).toEqual([1, 1, 1, 1])
    expect(() => avgPool({ kernel: 1, padding: [[0, huge], 0] })(image)).toThrow(/a cell of the input/)
  })
})

describe('many parts', () => {
  const count = 20_000

  it('are split off, and their cotangents joined, in little time', () => {
    const start = performance.now()
    const parts = splitSizes(Array.from({ length: count }, () => 1))(ones([count]))
    expect(parts).toHaveLength(count)
    grad((x: Tensor) => sum()(concat({ axis: 0 })([x, ...parts])))(ones([1]))
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  it('that meet in one stack are computed in little time', () => {
    const start = performance.now()
    const total = toArray(sum()(stack({ axis: 0 })(Array.from({ length: count }, (_, k) => tensor(k % 7, [])))))
    expect(total[0]).toBe(Array.from({ length: count }, (_, k) => k % 7).reduce((a, b) => a + b, 0))
    expect(performance.now() - start).toBeLessThan(20_000)
  })
})
