/** @file Numbers as colors. */
import { full, mul, tensor, zeros } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { heatmap } from '../../src/vision/heatmap.ts'
import { toNested } from '../float64.ts'

/** The colors of a row of values. */
const colorsOf = (values: readonly number[], options = {}) => {
  const [planes = []] = toNested(heatmap(tensor(values, [1, 1, 1, values.length]), options)) as number[][][][]
  return values.map((_, k) => planes.map((plane) => plane[0]?.[k]))
}

describe('heatmap', () => {
  it('goes from black by red and yellow to white', () => {
    expect(colorsOf([0, 1, 2, 3])).toEqual([
      [0, 0, 0],
      [1, 0, 0],
      [1, 1, 0],
      [1, 1, 1],
    ])
    expect(colorsOf([-3, 3])).toEqual([
      [0, 0, 0],
      [1, 1, 1],
    ])
  })

  it('goes from blue by white to red, where values have signs', () => {
    expect(colorsOf([-4, -2, 0, 4], { signed: true })).toEqual([
      [0, 0, 1],
      [0.5, 0.5, 1],
      [1, 1, 1],
      [1, 0, 0],
    ])
  })

  it('scales each map by its own greatest value, and leaves an empty one as it is', () => {
    const map = tensor([0, 1, 0, 100, 0, 0], [3, 1, 1, 2])
    const [first, second, third] = toNested(heatmap(map))
    expect(first).toEqual(second)
    expect(third).toEqual([[[0, 0]], [[0, 0]], [[0, 0]]])
    expect(toNested(heatmap(zeros([1, 1, 1, 1]), { signed: true }))).toEqual([[[[1]], [[1]], [[1]]]])
  })

  it('keeps what is not finite to its own pixel', () => {
    const nothing = [NaN, NaN, NaN]
    expect(colorsOf([NaN, 1.5, 3])).toEqual([nothing, [1, 0.5, 0], [1, 1, 1]])
    expect(colorsOf([Infinity, 1.5, 3])).toEqual([[1, 1, 1], [1, 0.5, 0], [1, 1, 1]]) // prettier-ignore
    expect(colorsOf([-Infinity, 1, 2], { signed: true })).toEqual([[0, 0, 1], [1, 0.5, 0.5], [1, 0, 0]]) // prettier-ignore
  })

  it('lies on images', () => {
    const over = full([1, 1, 1, 1], 0.5)
    expect(toNested(heatmap(full([1, 1, 1, 1], 2), { over, opacity: 0.25 })).flat(3)).toEqual([0.625, 0.625, 0.625])
  })

  it('refuses what is no map', () => {
    expect(() => heatmap(mul(zeros([1, 3, 2, 2]), 1))).toThrow('expected maps [N, 1, H, W], found [1, 3, 2, 2]')
  })
})
