import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { key } from '../../src/core/Key.ts'
import type { ImageShape } from '../../src/data/index.ts'
import { Dataset } from '../../src/data/index.ts'
import { toArray } from '../../src/runtime/index.ts'

/** `count` images of one pixel whose value is their place, with labels that follow from it. */
const numbered = (count: number, imageShape: ImageShape = [1, 1, 1]): Dataset => {
  const size = imageShape[0] * imageShape[1] * imageShape[2]
  const images = Uint8Array.from({ length: count * size }, (_, i) => Math.floor(i / size))
  const made = Dataset.dataset({
    images,
    labels: Uint8Array.from({ length: count }, (_, i) => i % 7),
    imageShape,
    classes: 7,
  })
  if (E.isLeft(made)) throw new Error(made.left._tag)
  return made.right
}

const pairs = ({ images, labels }: Dataset): readonly string[] =>
  Array.from(labels, (label, i) => `${images[i] ?? -1}:${label}`)
const anyCount = fc.integer({ min: 0, max: 200 })
const anySeed = fc.nat()

describe('Dataset.dataset', () => {
  it('rejects images and labels that are not equally many', () => {
    const parts = { images: new Uint8Array(8), labels: new Uint8Array(3), imageShape: [1, 2, 2], classes: 2 } as const
    expect(Dataset.dataset(parts)).toEqual(E.left({ _tag: 'CountMismatch', images: 2, labels: 3 }))
  })
})

describe('Dataset.take', () => {
  it('gives the first images, or all of them', () => {
    expect(pairs(Dataset.take(2)(numbered(5)))).toEqual(['0:0', '1:1'])
    expect(Dataset.take(9)(numbered(5)).count).toBe(5)
  })

  it.each([-1, 1.5, Number.NaN])('refuses a count of %s', (count) => {
    expect(() => Dataset.take(count)(numbered(5))).toThrow(
      `expected the count to be a whole number, 0 or more, found ${String(count)}`,
    )
  })
})

describe('Dataset.pick', () => {
  it('gives the images at the places, in their order', () => {
    expect(pairs(Dataset.pick([4, 0, 4])(numbered(5)))).toEqual(['4:4', '0:0', '4:4'])
  })

  it.each([-1, 5, 0.5])('refuses the place %s of 5', (place) => {
    expect(() => Dataset.pick([place])(numbered(5))).toThrow(`expected places of the 5 images, found ${String(place)}`)
  })
})

describe('Dataset.shuffle', () => {
  it('keeps every pair of image and label', () => {
    fc.assert(
      fc.property(anyCount, anySeed, (count, seed) => {
        const shuffled = Dataset.shuffle(key(seed))(numbered(count))
        expect([...pairs(shuffled)].sort()).toEqual([...pairs(numbered(count))].sort())
      }),
    )
  })

  it('gives the same order for the same key and another for another', () => {
    const order = (seed: number) => pairs(Dataset.shuffle(key(seed))(numbered(100)))
    expect(order(1)).toEqual(order(1))
    expect(order(1)).not.toEqual(order(2))
  })
})

describe('Dataset.split', () => {
  it('gives parts that are disjoint and cover the whole', () => {
    fc.assert(
      fc.property(anyCount, anyCount, anySeed, (count, drawn, seed) => {
        const [first, rest] = Dataset.split(key(seed), drawn)(numbered(count))
        expect(first.count).toBe(Math.min(drawn, count))
        expect([...pairs(first), ...pairs(rest)].sort()).toEqual([...pairs(numbered(count))].sort())
      }),
    )
  })
})

describe('Dataset.shard', () => {
  it('gives shards that are disjoint and cover the data set, dealt out in turns', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.nat({ max: 9 }), (size, more) => {
        const whole = numbered(size + more)
        const shards = Array.from({ length: size }, (_, rank) => pairs(Dataset.shard(rank, size)(whole)))
        const dealt = Array.from({ length: whole.count }, (_, k) => shards[k % size]?.[Math.floor(k / size)])
        expect(dealt).toEqual(pairs(whole))
        expect(shards.flat().length).toBe(whole.count)
      }),
    )
  })

  it('refuses more ranks than images, and a rank that is none', () => {
    expect(() => Dataset.shard(0, 3)(numbered(2))).toThrow('expected at least 3 images, one per rank, found 2')
    expect(() => Dataset.shard(3, 3)).toThrow('expected a rank from 0 to 2, found 3')
  })
})

describe('the parts of batches', () => {
  const read = (options: Parameters<typeof Dataset.batches>[0], count: number) =>
    [...Dataset.batches(options)(numbered(count))].map(({ images, labels }) =>
      Array.from(toArray(images), (x, k) => `${Math.round(255 * x)}:${toArray(labels)[k] ?? -1}`),
    )

  it('are disjoint and make up every batch, in one order for any number of ranks', () => {
    const sizes = fc.record({
      count: anyCount,
      size: fc.integer({ min: 1, max: 40 }),
      ranks: fc.integer({ min: 1, max: 9 }),
    })
    const property = fc.property(sizes, anySeed, fc.boolean(), ({ count, size, ranks }, seed, inOrder) => {
      const options = inOrder ? { size } : { size, key: key(seed) }
      const parts = Array.from({ length: ranks }, (_, rank) => read({ ...options, part: { rank, size: ranks } }, count))
      const whole = read(options, count)
      expect(whole.map((_, k) => parts.flatMap((part) => part[k] ?? []))).toEqual(whole)
      for (const [k] of whole.entries()) {
        const lengths = parts.map((part) => part[k]?.length ?? Number.NaN)
        expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1)
      }
    })
    fc.assert(property, { numRuns: 50 })
  })

  it('refuse a rank that is none', () => {
    for (const rank of [2, -1, 0.5, NaN])
      expect(() => Dataset.batches({ size: 1, part: { rank, size: 2 } })(numbered(3))).toThrow(
        /a rank from 0 to 1, found/,
      )
    expect(() => Dataset.batches({ size: 1, part: { rank: 0, size: 0 } })).toThrow(/the size of the part/)
  })
})

describe('Dataset.batches', () => {
  const images = (source: Dataset, options: Parameters<typeof Dataset.batches>[0]) =>
    [...Dataset.batches(options)(source)].map((batch) => Array.from(toArray(batch.images), (x) => Math.round(255 * x)))

  it('in order concatenate to the whole', () => {
    fc.assert(
      fc.property(anyCount, fc.integer({ min: 1, max: 50 }), (count, size) => {
        const batches = images(numbered(count), { size })
        expect(batches.flat()).toEqual(Array.from({ length: count }, (_, i) => i))
        expect(batches.length).toBe(Dataset.batchCount({ size }, count))
        expect(batches.slice(0, -1).every((batch) => batch.length === size)).toBe(true)
      }),
    )
  })

  it('leaves out a last batch that is not full when told', () => {
    expect(images(numbered(7), { size: 3, dropLast: true })).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ])
    expect(Dataset.batchCount({ size: 3, dropLast: true }, 7)).toBe(2)
  })

  it('come in the same order each time they are iterated, drawn from the key', () => {
    const batches = Dataset.batches({ size: 8, key: key(3) })(numbered(40))
    const read = () => [...batches].map(({ labels }) => Array.from(toArray(labels)))
    expect(read()).toEqual(read())
    const inOrder = [...Dataset.batches({ size: 8 })(numbered(40))].map(({ labels }) => Array.from(toArray(labels)))
    expect(read()).not.toEqual(inOrder)
    expect(read().flat().sort()).toEqual(inOrder.flat().sort())
  })

  it('have the shapes [n, channels, height, width] and [n]', () => {
    const [batch] = [...Dataset.batches({ size: 4 })(numbered(4, [3, 2, 5]))]
    expect(batch?.images.shape).toEqual([4, 3, 2, 5])
    expect(batch?.labels.shape).toEqual([4])
  })

  it('refuse lists of means and deviations that are not one for each channel', () => {
    for (const mean of [[0.1], [0.1, 0.2, 0.3, 0.4], []])
      expect(() => [...Dataset.batches({ size: 2, pixels: { mean, std: 1 } })(numbered(2, [3, 1, 2]))]).toThrow(
        /expected 'pixels.mean' to be one number, or one for each of 3 channels/,
      )
    expect(() => [...Dataset.batches({ size: 2, pixels: { mean: 0, std: [1, 1] } })(numbered(2))]).toThrow(
      /expected 'pixels.std' to be one number, or one for each of 1 channel/,
    )
  })

  it('scale pixels by (byte / 255 - mean) / std', () => {
    const [batch] = [...Dataset.batches({ size: 2, pixels: { mean: 0.1307, std: 0.3081 } })(numbered(2))]
    expect(batch && Array.from(toArray(batch.images))).toEqual([-0.1307 / 0.3081, (1 / 255 - 0.1307) / 0.3081])
  })

  it('scale each channel by its own mean and deviation', () => {
    const pixels = { mean: [0, 0.5, 1], std: [1, 2, 4] }
    const [batch] = [...Dataset.batches({ size: 2, pixels })(numbered(2, [3, 1, 2]))]
    expect(batch && Array.from(toArray(batch.images)).slice(6)).toEqual(
      [0, 1, 2].flatMap((c) => [0, 1].map(() => (1 / 255 - pixels.mean[c]!) / pixels.std[c]!)),
    )
  })

  it('refuse a size of 0', () => {
    expect(() => Dataset.batches({ size: 0 })(numbered(2))).toThrow('1 or more')
  })
})

describe('labels', () => {
  const made = (labels: ArrayLike<number>, classes: number) =>
    Dataset.dataset({ images: new Uint8Array(labels.length), labels, imageShape: [1, 1, 1], classes })
  const classes = 100_000

  it('keep their value however many classes there are, through every way to take a data set apart', () => {
    const labels = [0, 255, 256, 300, 65_535, 65_536, 99_999]
    const whole = made(labels, classes)
    if (E.isLeft(whole)) throw new Error(whole.left._tag)
    const set = whole.right
    const sorted = (part: Dataset) => Array.from(part.labels).sort((a, b) => a - b)
    expect(sorted(set)).toEqual(labels)
    expect(sorted(Dataset.shuffle(key(1))(set))).toEqual(labels)
    expect(sorted(Dataset.pick([3, 5])(set))).toEqual([300, 65_536])
    expect(
      Dataset.split(
        key(2),
        3,
      )(set)
        .flatMap(sorted)
        .sort((a, b) => a - b),
    ).toEqual(labels)
    expect(Array.from(toArray(Dataset.toBatch()(set).labels))).toEqual(labels)
    expect([...Dataset.batches({ size: 2 })(set)].flatMap((batch) => Array.from(toArray(batch.labels)))).toEqual(labels)
  })

  it.each([-1, 3, 0.5, Number.NaN, Infinity])('are refused where %s is no class of 3', (label) => {
    expect(made([0, label, 1], 3)).toEqual(E.left({ _tag: 'LabelOutOfRange', index: 1, label, classes: 3 }))
  })
})
