/** @file Images side by side, as torchvision lays them out. */
import { full, key, normal, ones, slice, tensor } from 'cotangent'
import { law, seeds } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { channelImages, makeGrid } from '../../src/vision/makeGrid.ts'
import { toArray, toNested } from '../float64.ts'
import { holds } from '../holds.ts'

/** A random batch of images in color, and how it is laid out. */
const layoutOf = (seed: number) => {
  const [count, height, width] = [2 + (seed % 7), 1 + ((seed >> 3) % 4), 1 + ((seed >> 5) % 4)]
  const [nrow, padding] = [1 + ((seed >> 7) % 5), (seed >> 10) % 4]
  return { images: normal([count, 3, height, width])(key(seed)), count, height, width, nrow, padding }
}

describe('makeGrid', () => {
  holds(
    law('each image is at its place', seeds, (seed) => {
      const { images, count, height, width, nrow, padding } = layoutOf(seed)
      const grid = makeGrid(images, { nrow, padding })
      const places = Array.from({ length: count }, (_, k) => {
        const top = Math.floor(k / Math.min(nrow, count)) * (height + padding) + padding
        const left = (k % Math.min(nrow, count)) * (width + padding) + padding
        return slice([{}, { start: top, stop: top + height }, { start: left, stop: left + width }])(grid)
      })
      return { left: places.map(toNested), right: toNested(images) }
    }),
    law('all else is padding', seeds, (seed) => {
      const { count, height, width, nrow, padding } = layoutOf(seed)
      const grid = makeGrid(ones([count, 3, height, width]), { nrow, padding, padValue: -7 })
      const inRow = Math.min(nrow, count)
      const rows = Math.ceil(count / inRow)
      const shape = [3, rows * (height + padding) + padding, inRow * (width + padding) + padding]
      const values = Array.from(toArray(grid))
      return {
        left: [grid.shape, values.filter((value) => value === 1).length, new Set(values).has(0)],
        right: [shape, 3 * count * height * width, false],
      }
    }),
    law('normalized values are from 0 to 1', seeds, (seed) => {
      const { images } = layoutOf(seed)
      const bounds = (scaleEach: boolean) => {
        const values = toArray(makeGrid(images, { padding: 0, nrow: 1, normalize: true, scaleEach, padValue: 0.5 }))
        return [Math.min(...values), Math.max(...values)]
      }
      return {
        left: [bounds(false), bounds(true)],
        right: [
          [0, 1],
          [0, 1],
        ],
        tolerance: 1e-12,
      }
    }),
  )

  it('normalizes by a range, by the range of all, or by that of each', () => {
    const images = tensor([0, 2, 4, 8], [2, 1, 1, 2])
    const of = (options: object) => toNested(makeGrid(images, { padding: 0, normalize: true, ...options }))[0]
    expect(of({})).toEqual([[0, 0.25, 0.5, 1]])
    expect(of({ scaleEach: true })).toEqual([[0, 1, 0, 1]])
    expect(of({ valueRange: [2, 4] })).toEqual([[0, 0, 1, 1]])
    expect(toNested(makeGrid(full([2, 1, 1, 1], 3), { padding: 0, normalize: true }))[0]).toEqual([[0, 0]])
  })

  it('returns a single image as it is, in three channels', () => {
    expect(toNested(makeGrid(tensor([[1, 2]])))).toEqual([[[1, 2]], [[1, 2]], [[1, 2]]])
    expect(makeGrid(ones([3, 4, 5])).shape).toEqual([3, 4, 5])
    expect(makeGrid(ones([1, 3, 4, 5])).shape).toEqual([3, 4, 5])
    expect(makeGrid(ones([1, 4, 5])).shape).toEqual([3, 4, 5])
  })

  it('refuses no images, and what is none', () => {
    expect(() => makeGrid(ones([0, 3, 4, 5]))).toThrow('expected one image or more, [N, C, H, W], [C, H, W] or [H, W]')
    expect(() => makeGrid(ones([4]))).toThrow('expected one image or more')
    expect(() => makeGrid(ones([2, 3, 4, 5]), { nrow: 0 })).toThrow("expected 'nrow' to be a whole number, 1 or more")
  })
})

describe('channelImages', () => {
  it('has one image per channel, those of an image one after another', () => {
    expect(toNested(channelImages(tensor([1, 2, 3, 4, 5, 6], [3, 2, 1, 1]))).flat(3)).toEqual([1, 2, 3, 4, 5, 6])
    expect(() => channelImages(ones([3, 4]))).toThrow('expected features [N, C, H, W], found [3, 4]')
  })
})
