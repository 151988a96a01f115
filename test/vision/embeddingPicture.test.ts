/** @file Points of a plane in the colors of their classes. */
import { referenceRuntime, tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { embeddingPicture } from '../../src/vision/embeddingPicture.ts'

/** The places and colors of the dots. */
const dots = (svg: string) =>
  [...svg.matchAll(/<circle cx="([^"]*)" cy="([^"]*)" r="3" fill="([^"]*)"/g)].map(([, x, y, color]) => [
    Number(x),
    Number(y),
    color,
  ])

describe('embeddingPicture', () => {
  it('draws points by one scale, upwards, in the colors of their classes', () => {
    const [first, second, third] = dots(
      embeddingPicture(
        tensor([
          [0, 0],
          [4, 0],
          [0, 2],
        ]),
        [0, 1, 0],
      ),
    )
    expect([first, second, third].map((dot) => dot?.slice(0, 2))).toEqual([
      [24, 456],
      [456, 456],
      [24, 240],
    ])
    expect(third?.[2]).toBe(first?.[2])
    expect(second?.[2]).not.toBe(first?.[2])
  })

  it('draws points whose differences no number holds', () => {
    const most = 1.7e308
    const svg = embeddingPicture(
      tensor([
        [-most, 0],
        [most, most],
      ]),
      [0, 1],
      { runtime: referenceRuntime },
    )
    expect(dots(svg).map((dot) => dot.slice(0, 2))).toEqual([
      [24, 456],
      [456, 240],
    ])
  })

  it('names the classes that there are, in their order', () => {
    const svg = embeddingPicture(
      tensor([
        [0, 0],
        [1, 1],
      ]),
      [2, 0],
      { title: '嵌入', names: ['零', '一', '二'] },
    )
    expect([...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text)).toEqual(['嵌入', '零', '二'])
  })

  it('leaves out points that are not finite, and draws a single one', () => {
    expect(
      dots(
        embeddingPicture(
          tensor([
            [0, Number.NaN],
            [3, 3],
          ]),
          [0, 0],
        ),
      ),
    ).toHaveLength(1)
    expect(embeddingPicture(tensor([[3, 3]]), [0])).not.toMatch(/NaN|Infinity/)
    expect(embeddingPicture(tensor([], [0, 2]), [])).not.toMatch(/NaN|Infinity/)
  })

  it('refuses classes that are no whole numbers', () => {
    for (const bad of [NaN, -1, 0.5])
      expect(() =>
        embeddingPicture(
          tensor([
            [0, 0],
            [1, 2],
          ]),
          [0, bad],
        ),
      ).toThrow(
        // prettier-ignore
        `expected classes that are whole numbers of 0 or more, found ${String(bad)}`,
      )
  })

  it('refuses points of other dimensions, and other numbers of classes', () => {
    expect(() => embeddingPicture(tensor([[1, 2, 3]]), [0])).toThrow(
      'expected points [N, 2] with 1 classes, found [1, 3]',
    )
    expect(() => embeddingPicture(tensor([[1, 2]]), [0, 1])).toThrow('expected points [N, 2] with 2 classes')
  })
})
