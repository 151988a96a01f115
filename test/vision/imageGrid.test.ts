import { decode } from 'fast-png'
import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/core/Tensor.ts'
import { captionedGrid, imageGrid } from '../../src/vision/imageGrid.ts'

const read = (png: Uint8Array) => {
  const { width, height, data } = decode(png)
  const at = (x: number, y: number) => Array.from(data.slice(3 * (y * width + x), 3 * (y * width + x) + 3))
  return { width, height, at }
}

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

  it('fits the tones to what is finite', () => {
    const { at } = read(imageGrid(tensor([-2, Infinity, 6, NaN], [4, 1, 1, 1]), { scale: 4, columns: 4, range: 'fit' }))
    expect([at(8, 8)[0], at(20, 8)[0], at(32, 8)[0], at(44, 8)[0]]).toEqual([0, 255, 255, 0])
  })

  it('has as much paper as asked, and none at 0', () => {
    const images = tensor([0, 1, 1, 0], [2, 1, 1, 2])
    const { width, height, at } = read(imageGrid(images, { columns: 2, scale: 1, gap: 0 }))
    expect([width, height]).toEqual([4, 1])
    expect([0, 1, 2, 3].map((x) => at(x, 0)[0])).toEqual([0, 255, 255, 0])
    expect(read(imageGrid(images, { columns: 2, scale: 1, gap: 3 })).width).toBe(13)
    expect(read(imageGrid(tensor([], [0, 1, 28, 28]), { gap: 0 })).width).toBeGreaterThan(0)
    expect(() => imageGrid(images, { gap: 0.5 })).toThrow("'gap' to be a whole number, 0 or more, found 0.5")
  })

  it('draws a batch without images', () => {
    expect(read(imageGrid(tensor([], [0, 1, 28, 28]))).height).toBeGreaterThan(0)
  })

  it('refuses images of two channels, and columns that are no count', () => {
    expect(() => imageGrid(tensor([0, 0], [1, 2, 1, 1]))).toThrow('[N, 1, H, W] in gray or [N, 3, H, W] in color')
    expect(() => imageGrid(tensor([0], [1, 1, 1, 1]), { columns: 0.5 })).toThrow(
      "expected 'columns' to be a whole number, 1 or more",
    )
  })
})

describe('captionedGrid', () => {
  const images = tensor([0, 1], [2, 1, 1, 1])

  it('writes captions as text, in any script', () => {
    const svg = captionedGrid(images, { captions: [{ text: '手写数字' }, { text: 'a < b & "c"' }] })
    expect(svg).toContain('>手写数字</text>')
    expect(svg).toContain('>a &lt; b &amp; &quot;c&quot;</text>')
  })

  it('leaves out what XML cannot hold', () => {
    const svg = captionedGrid(images, { captions: [{ text: 'a\u0000b\ud800c\uffff𝒟' }] })
    expect(svg).toContain('>abc𝒟</text>')
  })

  it('frames in red the images that are marked, and no others', () => {
    const svg = (marked: boolean) => captionedGrid(images, { captions: [{ text: '7' }, { text: '1 not 7', marked }] })
    expect(svg(false)).not.toContain('#d62728')
    expect(svg(true).match(/stroke="#d62728"/g)).toHaveLength(1)
  })

  it('holds each image as pixels of its own', () => {
    const svg = captionedGrid(images, { captions: [], scale: 3 })
    const tones = [...svg.matchAll(/base64,([^"]*)"/g)].map(([, text = '']) => {
      const { width, height, at } = read(Buffer.from(text, 'base64'))
      return [width, height, ...at(0, 0)]
    })
    expect(tones).toEqual([
      [1, 1, 0, 0, 0],
      [1, 1, 255, 255, 255],
    ])
    expect(svg.match(/width="3" height="3"/g)).toHaveLength(2)
  })
})
