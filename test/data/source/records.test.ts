/** @file Files of records, read by ranges: IDX and CIFAR. */
import { appendFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { key } from 'cotangent'
import { Dataset, decodeCifar10, decodeCifar100, decodeMnist, encodeIdx, Source } from 'cotangent/data'
import { laws } from 'cotangent/laws'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { afterAll, describe, expect, it } from 'vitest'
import { holdsOn } from '../../holds.ts'
import { few } from '../../samples.ts'
import { openUnder } from './openFiles.ts'
import { batchesShown, batchShown, folderOf, shownBy, shownOf } from './samples.ts'

const count = 7
const bytesOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, k) => (k * 31) % 251)
const images = encodeIdx({ elementType: 'u8', shape: [count, 28, 28], data: bytesOf(count * 784) })
const labels = encodeIdx({ elementType: 'u8', shape: [count], data: Uint8Array.from({ length: count }, (_, k) => k) })
const cifarOf = (records: number, labelBytes: number): Uint8Array =>
  Uint8Array.from({ length: records * (labelBytes + 3072) }, (_, k) =>
    k % (labelBytes + 3072) < labelBytes ? 1 : k % 253,
  )

const folder = await folderOf({
  images,
  labels,
  'one.bin': cifarOf(3, 1),
  'two.bin': cifarOf(2, 1),
  'hundred.bin': cifarOf(3, 2),
})
afterAll(() => rm(folder, { recursive: true }))
const paths = { images: join(folder, 'images'), labels: join(folder, 'labels') }
const at = (name: string): string => join(folder, name)

const right = async <A>(task: TaskEither<unknown, A>): Promise<A> => {
  const found = await task()
  return E.isRight(found) ? found.right : expect.fail(JSON.stringify(found.left))
}

const digits = await right(Source.idx({ imageShape: [1, 28, 28] })(paths))

describe('the laws of sources hold of files of records', async () => {
  holdsOn(few(2), laws.source('idx', { source: digits, shows: shownOf }))
  const cifar = await right(Source.cifar10([at('one.bin'), at('two.bin')]))
  holdsOn(few(2), laws.source('cifar10', { source: cifar, shows: shownOf }))
})

describe('Source.idx', () => {
  it('is the data set of the same files', async () => {
    const read = decodeMnist()({ images, labels })
    if (E.isLeft(read)) return expect.fail(read.left._tag)
    const whole = [...Dataset.batches({ size: 3, key: key(2) })(read.right)].map(batchShown)
    expect(await batchesShown(Source.batches({ size: 3 })(Source.shuffle(key(2))(digits)))).toEqual(whole)
    expect(await openUnder(folder)).toEqual([])
  })

  it('reads images of several channels', async () => {
    await writeFile(at('colours'), encodeIdx({ elementType: 'u8', shape: [1, 3, 1, 2], data: bytesOf(6) }))
    await writeFile(at('one label'), encodeIdx({ elementType: 'u8', shape: [1], data: Uint8Array.of(4) }))
    const colours = await right(
      Source.idx({ imageShape: [3, 1, 2] })({ images: at('colours'), labels: at('one label') }),
    )
    expect(await shownBy(colours)).toEqual(['0:4'])
  })

  it('closes its files when it is left early', async () => {
    for await (const found of Source.examples({ ahead: 4 })(digits)) {
      expect(E.isRight(found)).toBe(true)
      expect(await openUnder(folder)).toEqual([paths.images, paths.labels])
      break
    }
    expect(await openUnder(folder)).toEqual([])
  })

  const refusals: readonly (readonly [what: string, images: Uint8Array, labels: Uint8Array, error: object])[] = [
    ['a file that is cut', images.slice(0, -1), labels, { error: { _tag: 'Truncated', found: images.length - 1 } }],
    ['a longer file', Uint8Array.of(...images, 0), labels, { error: { _tag: 'TrailingBytes' } }],
    ['half a header', images.slice(0, 9), labels, { error: { _tag: 'Truncated', part: 'header' } }],
    ['a compressed file', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0), labels, { error: { _tag: 'WrongMagic' } }],
    ['labels for images', labels, labels, { error: { _tag: 'WrongMagic' } }],
    [
      'other sizes',
      encodeIdx({ elementType: 'u8', shape: [count, 2, 2], data: bytesOf(count * 4) }),
      labels,
      { error: { _tag: 'WrongImageShape', expected: [28, 28], found: [2, 2] } },
    ],
    [
      'other counts',
      images,
      encodeIdx({ elementType: 'u8', shape: [1], data: Uint8Array.of(1) }),
      { _tag: 'CountMismatch', images: 7, labels: 1 },
    ],
  ]

  it.each(refusals)('refuses %s', async (_, imageBytes, labelBytes, error) => {
    await writeFile(at('bad images'), imageBytes)
    await writeFile(at('bad labels'), labelBytes)
    const found = await Source.idx({ imageShape: [1, 28, 28] })({
      images: at('bad images'),
      labels: at('bad labels'),
    })()
    expect(found).toMatchObject({ _tag: 'Left', left: error })
    expect(await openUnder(folder)).toEqual([])
  })

  it('refuses a label that is no class when it comes to it', async () => {
    const few = await right(Source.idx({ imageShape: [1, 28, 28], classes: 5 })(paths))
    const list = await shownBy(few)
    expect(list.length).toBe(6)
    expect(list.at(-1)).toMatchObject({ error: { _tag: 'LabelOutOfRange', index: 5, label: 5, classes: 5 } })
  })

  it('tells of a file that changed its size since it was looked at, or while it is read', async () => {
    await writeFile(at('moving'), images)
    const moving = await right(Source.idx({ imageShape: [1, 28, 28] })({ ...paths, images: at('moving') }))
    await appendFile(at('moving'), 'x')
    const changed = { _tag: 'SizeChanged', path: at('moving'), expected: images.length }
    expect(await shownBy(moving)).toEqual([{ ...changed, found: images.length + 1 }])
    await writeFile(at('moving'), images)
    const seen: unknown[] = []
    for await (const found of Source.examples()(moving)) {
      if (seen.length === 0) await truncate(at('moving'), 3000)
      seen.push(found)
    }
    expect(seen.at(-1)).toMatchObject({ left: { ...changed, found: 3000 } })
    expect(await openUnder(folder)).toEqual([])
  })
})

describe('Source.cifar10', () => {
  it('reads files one after another, as decodeCifar10 does', async () => {
    const source = await right(Source.cifar10([at('one.bin'), at('two.bin')]))
    expect(source.count).toBe(5)
    const whole = [cifarOf(3, 1), cifarOf(2, 1)].flatMap((bytes) => {
      const read = decodeCifar10(bytes)
      return E.isRight(read) ? [...Dataset.batches({ size: 1 })(read.right)].map(batchShown) : []
    })
    expect(await batchesShown(Source.batches({ size: 1 })(source))).toEqual(whole)
  })

  it('refuses a length that is no whole number of records, and a label that is no class', async () => {
    await writeFile(at('cut.bin'), cifarOf(2, 1).slice(1))
    expect(await Source.cifar10([at('one.bin'), at('cut.bin')])()).toMatchObject({
      left: { _tag: 'InFile', file: at('cut.bin'), error: { _tag: 'Truncated', expected: 6146, found: 6145 } },
    })
    await writeFile(at('ten.bin'), new Uint8Array(3073).fill(10))
    const ten = await right(Source.cifar10([at('ten.bin')]))
    expect(await shownBy(ten)).toMatchObject([{ file: at('ten.bin'), error: { _tag: 'LabelOutOfRange', label: 10 } }])
  })
})

describe('Source.cifar100', () => {
  it.each(['fine', 'coarse'] as const)('reads %s labels', async (which) => {
    const source = await right(Source.cifar100({ labels: which })([at('hundred.bin')]))
    const read = decodeCifar100({ labels: which })(cifarOf(3, 2))
    if (E.isLeft(read)) return expect.fail(read.left._tag)
    const whole = [...Dataset.batches({ size: 2 })(read.right)].map(batchShown)
    expect(await batchesShown(Source.batches({ size: 2 })(source))).toEqual(whole)
  })
})
