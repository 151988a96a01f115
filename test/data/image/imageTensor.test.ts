import { toNested } from 'cotangent'
import { Dataset, imageTensor } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { toArray } from '../../float64.ts'

const bytes = Uint8Array.from({ length: 2 * 3 * 4 }, (_, i) => (i * 37) % 256)
const made = Dataset.dataset({ images: bytes, labels: [0, 1], imageShape: [3, 2, 2], classes: 2 })
const images = E.isRight(made) ? made.right : expect.fail('a data set')

describe('imageTensor', () => {
  it('scales an image as batches of a data set are scaled', () => {
    const pixels = Dataset.pixelScale(images)
    const batch = toArray(Dataset.toBatch(pixels)(images).images)
    const image = imageTensor(pixels)({ width: 2, height: 2, planes: bytes.subarray(12) })
    expect(image.shape).toEqual([1, 3, 2, 2])
    expect([...toArray(image)]).toEqual([...batch.slice(12)])
  })

  it('gives fractions of white unless told', () => {
    const white = imageTensor()({ width: 1, height: 1, planes: Uint8Array.of(255, 0, 51) })
    expect(toNested(white)).toEqual([[[[1]], [[0]], [[0.2]]]])
  })
})

describe('pixelScale', () => {
  it('brings each channel to mean 0 and variance 1', () => {
    const scaled = toArray(Dataset.toBatch(Dataset.pixelScale(images))(images).images)
    for (const channel of [0, 1, 2]) {
      const own = [...scaled].filter((_, i) => Math.floor(i / 4) % 3 === channel)
      const mean = own.reduce((sum, x) => sum + x, 0) / own.length
      expect(mean).toBeCloseTo(0, 12)
      expect(own.reduce((sum, x) => sum + x * x, 0) / own.length).toBeCloseTo(1, 12)
    }
  })

  it('does not stretch a channel of one value, and refuses images of no pixels', () => {
    const one = { ...images, images: new Uint8Array(24).fill(255) }
    expect(Dataset.pixelScale(one)).toEqual({ mean: [1, 1, 1], std: [1, 1, 1] })
    expect(() => Dataset.pixelScale(Dataset.take(0)(images))).toThrow('expected a data set with pixels, found none')
  })
})
