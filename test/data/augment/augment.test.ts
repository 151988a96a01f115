import type { Tensor } from 'cotangent'
import { key, normal, ones, tensor, uniform } from 'cotangent'
import type { Augmentation, ImageBatch } from 'cotangent/data'
import {
  augmentBy,
  averagePredictions,
  centerCrop,
  colorJitter,
  fiveCrop,
  normalize,
  pcaJitter,
  principalComponents,
  randomAffine,
  randomCrop,
  randomFlip,
  resize,
  tenCrop,
} from 'cotangent/data'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../../float64.ts'
import { seed } from '../../seed.ts'

const images = (n: number, c: number, h: number, w: number, from = 1): ImageBatch => uniform([n, c, h, w])(key(from))
const list = (t: Tensor): readonly number[] => Array.from(toArray(t))

/** The first image, by channel, row and column. */
const first = (x: ImageBatch): readonly (readonly (readonly number[])[])[] => toNested(x)[0]!

/** Every pixel a number of its own, so that it can be found again. */
const numbered = (h: number, w: number): ImageBatch =>
  tensor(
    Array.from({ length: h * w }, (_, i) => i + 1),
    [1, 1, h, w],
  )

const augmentations: Readonly<Record<string, Augmentation>> = {
  randomFlip: randomFlip(),
  randomCrop: randomCrop({ size: [5, 4], padding: 1 }),
  colorJitter: colorJitter({ brightness: 0.3, contrast: 0.3, saturation: 0.3 }),
  pcaJitter: pcaJitter({
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    variances: [3, 2, 1],
  }),
  randomAffine: randomAffine({ degrees: 20, scale: [0.8, 1.2], shift: 2 }),
  'several at once': augmentBy(randomFlip(), randomCrop({ size: [4, 4] })),
}

describe.each(Object.entries(augmentations))('%s', (_, augment) => {
  it('gives the same images for the same key, and others for another', () => {
    const x = images(6, 3, 6, 6)
    expect(list(augment(key(1))(x))).toEqual(list(augment(key(1))(x)))
    expect(list(augment(key(1))(x))).not.toEqual(list(augment(key(2))(x)))
  })
})

describe('randomFlip', () => {
  it('leaves images or mirrors them, as often as asked', () => {
    const x = images(400, 1, 1, 3)
    const [before, after] = [toNested(x), toNested(randomFlip({ probability: 0.25 })(key(3))(x))]
    const flipped = after.filter((image, k) => image[0]![0]![0] !== before[k]![0]![0]![0])
    expect(flipped.length / 400).toBeCloseTo(0.25, 1)
    after.forEach((image, k) => {
      const row = before[k]![0]![0]!
      expect([row, [...row].reverse()]).toContainEqual(image[0]![0])
    })
  })
})

describe('randomCrop', () => {
  it('keeps a window of the image, at every place in time', () => {
    fc.assert(
      fc.property(fc.nat(10_000), (from) => {
        const crop = first(randomCrop({ size: [2, 3] })(key(from))(numbered(4, 5)))[0]!
        const corner = crop[0]![0]!
        expect(crop).toEqual([
          [corner, corner + 1, corner + 2],
          [corner + 5, corner + 6, corner + 7],
        ])
        expect((corner - 1) % 5).toBeLessThan(3)
        expect(corner).toBeLessThanOrEqual(13)
      }),
      { seed: seed(), numRuns: 50 },
    )
  })

  it('reaches every place', () => {
    const starts = list(
      randomCrop({ size: [1, 1] })(key(1))(
        tensor(Array.from({ length: 200 }, () => [1, 2, 3, 4]).flat(), [200, 1, 2, 2]),
      ),
    )
    expect(new Set(starts)).toEqual(new Set([1, 2, 3, 4]))
  })

  it('fills what it adds', () => {
    expect(new Set(list(randomCrop({ size: [3, 3], padding: 1, fill: 7 })(key(5))(ones([50, 1, 1, 1]))))).toEqual(
      new Set([7, 1]),
    )
  })

  it('refuses a window that does not fit', () => {
    expect(() => randomCrop({ size: [9, 3] })(key(1))(ones([1, 1, 6, 6]))).toThrow(
      'expected a crop within 6 x 6, found 9 x 3',
    )
  })
})

describe('fixed crops', () => {
  it('takes the middle', () => {
    expect(toNested(centerCrop([1, 2])(numbered(3, 4)))).toEqual([[[[6, 7]]]])
  })

  it('takes four corners and the middle, and the same of the mirror image', () => {
    expect(toNested(fiveCrop([1, 1])(numbered(3, 3)))).toEqual([[[[[1]]], [[[3]]], [[[7]]], [[[9]]], [[[5]]]]])
    expect(list(tenCrop([1, 1])(numbered(3, 3)))).toEqual([1, 3, 7, 9, 5, 3, 1, 9, 7, 5])
  })

  it('averages what a classifier makes of the views', () => {
    const logits = (x: ImageBatch): Tensor =>
      tensor(Array.from({ length: x.shape[0] }, (_, k) => [0, k % 5 === 0 ? Math.log(3) : 0]).flat(), [x.shape[0], 2])
    const [found] = toNested(averagePredictions(logits)(fiveCrop([1, 1])(numbered(3, 3))))
    expect(found).toEqual([expect.closeTo(0.45, 12), expect.closeTo(0.55, 12)])
  })
})

describe('normalize', () => {
  it('makes each channel of mean 0 and deviation 1 when told its own', () => {
    const x = tensor([1, 3, 10, 30], [1, 2, 1, 2])
    expect(toNested(normalize({ mean: [2, 20], std: [1, 10] })(x))).toEqual([[[[-1, 1]], [[-1, 1]]]])
    expect(() => normalize({ mean: [1], std: [1, 1] })(x)).toThrow('expected a value for each of 2 channels, found 1')
  })
})

describe('colorJitter', () => {
  it('multiplies by a factor near 1 for brightness', () => {
    const factors = list(colorJitter({ brightness: 0.25 })(key(1))(ones([100, 3, 1, 1])))
    expect(Math.min(...factors)).toBeGreaterThanOrEqual(0.75)
    expect(Math.max(...factors)).toBeLessThanOrEqual(1.25)
    expect(factors[0]).toBe(factors[2])
  })

  it('keeps the mean grey under contrast and the grey under saturation', () => {
    const grey = (x: ImageBatch) => {
      const [r, g, b] = first(x).map((channel) => channel.flat())
      return r!.map((red, k) => 0.299 * red + 0.587 * g![k]! + 0.114 * b![k]!)
    }
    const mean = (all: readonly number[]) => all.reduce((a, b) => a + b, 0) / all.length
    const x = images(1, 3, 4, 4)
    expect(mean(grey(colorJitter({ contrast: 0.9 })(key(4))(x)))).toBeCloseTo(mean(grey(x)), 6)
    grey(colorJitter({ saturation: 0.9 })(key(4))(x)).forEach((one, k) => expect(one).toBeCloseTo(grey(x)[k]!, 3))
  })
})

describe('principalComponents', () => {
  it('finds the directions and variances that the colours were drawn with', () => {
    const [a, b] = [Math.cos(0.5), Math.sin(0.5)]
    const drawn = list(normal([2, 4000])(key(8)))
    const channels = [0, 1, 2].map((c) =>
      Array.from({ length: 4000 }, (_, k) => {
        const [u, v] = [3 * drawn[k]!, drawn[4000 + k]!]
        return [a * u - b * v, b * u + a * v, 5][c]!
      }),
    )
    const { axes, variances } = principalComponents(tensor(channels.flat(), [1, 3, 40, 100]))
    expect(variances[0]! / 9).toBeCloseTo(1, 1)
    expect(variances[1]).toBeCloseTo(1, 1)
    expect(variances[2]).toBeCloseTo(0, 6)
    expect(axes[0]![0]).toBeCloseTo(a, 1)
    expect(axes[0]![1]).toBeCloseTo(b, 1)
    axes.forEach((axis) => expect(Math.hypot(...axis)).toBeCloseTo(1, 12))
  })
})

describe('pcaJitter', () => {
  it('adds one colour to every pixel of an image, along the components', () => {
    const jittered = list(
      pcaJitter({
        axes: [
          [0, 1, 0],
          [1, 0, 0],
          [0, 0, 1],
        ],
        variances: [4, 0, 0],
      })(key(2))(ones([1, 3, 2, 2])),
    )
    expect(jittered.slice(0, 4)).toEqual([1, 1, 1, 1])
    expect(new Set(jittered.slice(4, 8)).size).toBe(1)
    expect(jittered[4]).not.toBe(1)
    expect(jittered.slice(8)).toEqual([1, 1, 1, 1])
  })
})

describe('resize', () => {
  it('keeps images of the size asked for, and constant images', () => {
    const x = images(2, 3, 4, 5)
    list(resize([4, 5])(x)).forEach((value, k) => expect(value).toBeCloseTo(list(x)[k]!, 12))
    list(resize([7, 3])(ones([1, 1, 4, 4]))).forEach((value) => expect(value).toBeCloseTo(1, 12))
  })

  it('halves by averaging pairs', () => {
    expect(toNested(resize([1, 2])(tensor([1, 3, 5, 7], [1, 1, 1, 4])))).toEqual([[[[2, 6]]]])
  })
})

describe('randomAffine', () => {
  it('changes nothing when it may change nothing', () => {
    const x = images(2, 2, 5, 4)
    list(randomAffine({})(key(1))(x)).forEach((value, k) => expect(value).toBeCloseTo(list(x)[k]!, 12))
  })

  it('keeps the middle under turns and growth', () => {
    const dot = tensor([0, 0, 0, 0, 1, 0, 0, 0, 0], [1, 1, 3, 3])
    expect(list(randomAffine({ degrees: 180, scale: [0.5, 2] })(key(3))(dot))[4]).toBeCloseTo(1, 12)
  })

  it('shifts by no more than it may', () => {
    const dot = tensor(
      Array.from({ length: 121 }, (_, k) => (k === 60 ? 1 : 0)),
      [1, 1, 11, 11],
    )
    const moved = toNested(randomAffine({ shift: 2 })(key(9))(dot))[0]![0]!
    moved.forEach((row, i) =>
      row.forEach((value, j) => {
        if (value > 1e-9) expect(Math.max(Math.abs(i - 5), Math.abs(j - 5))).toBeLessThanOrEqual(3)
      }),
    )
  })
})
