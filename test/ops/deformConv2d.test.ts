import { deformConv2d, ones, tensor, toNested, zeros } from 'cotangent'
import { composites, identities, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'

describe('deformConv2d', () => {
  holds(laws.operation(composites.deformConv2d), identities.deformConv2d)

  it('moves down first, then right, and counts by its mask', () => {
    const image = tensor([1, 2, 3, 4], [1, 1, 2, 2])
    const offset = tensor([1, 1, 0, 0, 0, 1, 0, 0], [1, 2, 2, 2])
    const mask = tensor([1, 1, 2, 0.5], [1, 1, 2, 2])
    expect(toNested(deformConv2d()(image, ones([1, 1, 1, 1]), { offset, mask }))).toEqual([
      [
        [
          [3, 0],
          [6, 2],
        ],
      ],
    ])
  })

  it('refuses offsets and masks that do not fit', () => {
    const [image, kernel] = [ones([1, 3, 2, 2]), ones([1, 3, 1, 1])]
    expect(() => deformConv2d()(image, kernel, { offset: zeros([1, 4, 2, 2]) })).toThrow(
      /expected offsets \[1, 2, 2, 2\]/,
    )
    expect(() => deformConv2d()(image, kernel, { offset: zeros([1, 2, 1, 2]) })).toThrow(/found \[1, 2, 1, 2\]/)
    expect(() => deformConv2d()(image, kernel, { offset: zeros([1, 2, 2, 2]), mask: zeros([1, 2, 2, 2]) })).toThrow(
      /expected a mask \[1, 1, 2, 2\]/,
    )
    expect(() => deformConv2d({ inputDilation: 2 } as never)).toThrow(/'inputDilation'/)
  })
})
