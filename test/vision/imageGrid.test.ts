import { decode } from 'fast-png'
import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/core/Tensor.ts'
import { imageGrid } from '../../src/vision/imageGrid.ts'

const read = (png: Uint8Array) => {
  const { width, height, data } = decode(png)
  const at = (x: number, y: number) => Array.from(data.slice(3 * (y * width + x), 3 * (y * width + x) + 3))
  return {
    width,
    height,
    at,
    has: (color: readonly number[]) => {
      for (let i = 0; i < data.length; i += 3) if (color.every((part, c) => data[i + c] === part)) return true
      return false
    },
  }
}

const red = [214, 39, 40]

describe('imageGrid', () => {
  it('shows each pixel as a square of its tone', () => {
    const { width, height, at } = read(imageGrid(tensor([0, 1, 0.5, -3], [1, 1, 2, 2]), { scale: 10 }))
    expect([width, height]).toEqual([36, 36])
    expect([at(8, 8), at(18, 17), at(8, 18), at(27, 27)]).toEqual([
      [0, 0, 0],
      [255, 255, 255],
      [128, 128, 128],
      [0, 0, 0],
    ])
    expect(at(7, 8)).toEqual([250, 250, 250])
  })

  it('shows three channels as red, green and blue', () => {
    const { at } = read(imageGrid(tensor([1, 0, 0.2], [1, 3, 1, 1]), { scale: 4 }))
    expect(at(9, 9)).toEqual([255, 0, 51])
  })

  it('lays images out row by row', () => {
    const { width, height, at } = read(imageGrid(tensor([0, 1, 1], [3, 1, 1, 1]), { scale: 4, columns: 2 }))
    expect([width, height]).toEqual([32, 32])
    expect([at(8, 8), at(20, 8), at(8, 20), at(20, 20)].map(([tone]) => tone)).toEqual([0, 255, 255, 250])
  })

  it('fits the tones to the batch when told', () => {
    const { at } = read(imageGrid(tensor([-2, 6], [2, 1, 1, 1]), { scale: 4, range: 'fit' }))
    expect([at(8, 8)[0], at(20, 8)[0]]).toEqual([0, 255])
  })

  it('frames in red the images that are marked, and no others', () => {
    const images = tensor([0, 0], [2, 1, 1, 1])
    const captions = (marked: boolean) => [{ text: '7' }, { text: '1 not 7', marked }]
    expect(read(imageGrid(images, { captions: captions(false) })).has(red)).toBe(false)
    expect(read(imageGrid(images, { captions: captions(true) })).has(red)).toBe(true)
  })

  it('draws a batch without images', () => {
    expect(read(imageGrid(tensor([], [0, 1, 28, 28]))).height).toBeGreaterThan(0)
  })

  it('refuses images of two channels', () => {
    expect(() => imageGrid(tensor([0, 0], [1, 2, 1, 1]))).toThrow('[N, 1, H, W] in gray or [N, 3, H, W] in color')
  })
})
