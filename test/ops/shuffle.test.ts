import { channelShuffle, key, normal, ones, pixelShuffle, pixelUnshuffle, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../float64.ts'
import { holds } from '../holds.ts'

const x: Tensor = normal([2, 8, 3, 4])(key(1))

describe('pixelShuffle', () => {
  holds(laws.operation(composites.pixelShuffle))

  it('lays channels out as pixels', () => {
    expect(toNested(pixelShuffle(2)(tensor([1, 2, 3, 4], [1, 4, 1, 1])))).toEqual([
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
    ])
  })

  it('refuses what does not part', () => {
    expect(() => pixelShuffle(2)(ones([1, 6, 2, 2]))).toThrow('expected 6 in equal parts, found parts of 4')
  })
})

describe('pixelUnshuffle', () => {
  holds(laws.operation(composites.pixelUnshuffle))

  it('undoes pixelShuffle', () => {
    expect(toArray(pixelUnshuffle(2)(pixelShuffle(2)(x)))).toEqual(toArray(x))
  })

  it('refuses what does not part', () => {
    expect(() => pixelUnshuffle(2)(ones([1, 1, 3, 2]))).toThrow('expected 3 in equal parts, found parts of 2')
  })
})

describe('channelShuffle', () => {
  holds(laws.operation(composites.channelShuffle))

  it('takes a channel of each group in turn, and comes back by the other number of groups', () => {
    expect([...toArray(channelShuffle(2)(tensor([1, 2, 3, 4, 5, 6], [1, 6, 1, 1])))]).toEqual([1, 4, 2, 5, 3, 6])
    expect(toArray(channelShuffle(2)(channelShuffle(4)(x)))).toEqual(toArray(x))
  })
})
