/** @file Batches of sources: the same as those of a data set, whatever reads them. */
import type { Tensor } from 'cotangent'
import { key, tensor, toNested } from 'cotangent'
import type { BatchOptions, SourceBatchOptions } from 'cotangent/data'
import { Dataset, Source } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'

const count = 11

const dataset = pipe(
  Dataset.dataset({
    images: Uint8Array.from({ length: count * 4 }, (_, k) => (k * 37) % 256),
    labels: Array.from({ length: count }, (_, k) => k % 3),
    imageShape: [1, 2, 2],
    classes: 3,
  }),
  E.getOrElseW(() => expect.fail('no data set')),
)

interface Tensors {
  readonly images: Tensor
  readonly labels: Tensor
}

const shown = ({ images, labels }: Tensors) => [toNested(images), toNested(labels)]

const batchesOf = async (options: SourceBatchOptions, source = Source.fromDataset(dataset)) => {
  const list: unknown[] = []
  for await (const batch of Source.batches(options)(source))
    list.push(E.isRight(batch) ? shown(batch.right) : batch.left)
  return list
}

const ofDataset = (options: BatchOptions) => [...Dataset.batches(options)(dataset)].map(shown)

describe('Source.batches', () => {
  const pixels = { mean: 0.5, std: 0.25 }

  it('are those of the data set, scaled alike, whatever is read ahead', async () => {
    for (const ahead of [1, 2, 7]) {
      expect(await batchesOf({ size: 4, pixels, ahead })).toEqual(ofDataset({ size: 4, pixels }))
      expect(await batchesOf({ size: 4, dropLast: true, ahead })).toEqual(ofDataset({ size: 4, dropLast: true }))
    }
  })

  it('are those of the shuffled data set by the same key', async () => {
    const shuffled = Source.shuffle(key(4))(Source.fromDataset(dataset))
    const all: unknown[] = []
    for await (const batch of Source.batches({ size: 4 })(shuffled)) all.push(E.isRight(batch) && shown(batch.right))
    expect(all).toEqual(ofDataset({ size: 4, key: key(4) }))
  })

  it('have parts that are those of the data set, but for a last batch that some rank has nothing of', async () => {
    for (const size of [1, 2, 3]) {
      for (let rank = 0; rank < size; rank++) {
        const part = { rank, size }
        expect(await batchesOf({ size: 4, part })).toEqual(ofDataset({ size: 4, part }))
      }
    }
    // Three batches of five, five and one: two ranks leave the last one out.
    const lengths = await Promise.all(
      [0, 1].map(async (rank) => (await batchesOf({ size: 5, part: { rank, size: 2 } })).length),
    )
    expect(lengths).toEqual([2, 2])
  })

  it('take images and labels that are tensors', async () => {
    const boxes = Source.of([1, 2, 3].map((n) => ({ image: tensor([n], [1, 1, 1]), label: tensor([n, -n], [2]) })))
    const all: unknown[] = []
    for await (const batch of Source.batches({ size: 2 })(boxes)) {
      if (E.isRight(batch)) all.push(shown(batch.right))
    }
    expect(all).toEqual([
      [
        [[[[1]]], [[[2]]]],
        [
          [1, -1],
          [2, -2],
        ],
      ],
      [[[[[3]]]], [[3, -3]]],
    ])
  })

  it('refuse images of unlike sizes as an error, labels of unlike shapes as a mistake', async () => {
    const image = (side: number) =>
      ({ _tag: 'ExampleImage', shape: [1, 1, side], pixels: new Uint8Array(side) }) as const
    const unlike = Source.of([1, 2].map((side) => ({ image: image(side), label: 0 })))
    const all: unknown[] = []
    for await (const batch of Source.batches({ size: 2 })(unlike)) all.push(batch)
    expect(all).toEqual([E.left({ _tag: 'WrongImageShape', expected: [1, 1, 1], found: [1, 1, 2] })])
    const mixed = Source.of([0, tensor([1], [1])].map((label) => ({ image: image(1), label })))
    const read = async () => {
      for await (const batch of Source.batches({ size: 2 })(mixed)) expect(batch).toBeNull()
    }
    await expect(read()).rejects.toThrow(/labels of one shape, \[\], found \[1\]/)
  })

  it('refuse sizes, parts and options that make no sense', () => {
    expect(() => Source.batches({ size: 0 })).toThrow(/the size to be a whole number, 1 or more/)
    expect(() => Source.batches({ size: 1, part: { rank: 1, size: 1 } })).toThrow(/a rank from 0 to 0, found 1/)
    expect(() => Source.batches({ size: 1, shuffle: true } as never)).toThrow(/found 'shuffle'/)
  })
})

describe('Source.examples', () => {
  it('asks for as many ahead as it is told, and no more', async () => {
    let given = 0
    async function* numbers() {
      for (let n = 0; ; n++) {
        given += 1
        yield await Promise.resolve(n)
      }
    }
    for await (const found of Source.examples({ ahead: 4 })(Source.fromAsync(numbers))) {
      await new Promise((resolve) => setTimeout(resolve, 5))
      expect(E.isRight(found) && given - found.right).toBe(5)
      if (given > 8) break
    }
  })

  it('refuses to read nothing ahead, and options that it does not know', () => {
    const read = (options: object) => () => Source.examples(options)(Source.of([1]))[Symbol.asyncIterator]()
    expect(read({ ahead: 0 })).toThrow(/'ahead' to be a whole number, 1 or more/)
    expect(read({ workers: -1 })).toThrow(/'workers' to be a whole number, 0 or more/)
    expect(read({ workers: 1e6 })).toThrow(/'workers' to be at most 256, found 1000000/)
    expect(read({ threads: 1 })).toThrow(/found 'threads'/)
  })
})

describe('Source.batches of examples whose pixels do not fill their shape', () => {
  it('is refused as a mistake', async () => {
    const image = { _tag: 'ExampleImage', shape: [1, 2, 2], pixels: new Uint8Array(1) } as const
    const all = async () => {
      for await (const batch of Source.batches({ size: 2 })(Source.of([{ image, label: 0 }]))) expect(batch).toBe(null)
    }
    await expect(all()).rejects.toThrow('expected 4 bytes, found 1')
  })
})
