/** @file Folders of images, read image by image. */
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { key } from 'cotangent'
import type { Skipped } from 'cotangent/data'
import { Dataset, readImageFolder, Source } from 'cotangent/data'
import { laws } from 'cotangent/laws'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'
import { holdsOn } from '../../holds.ts'
import { few } from '../../samples.ts'
import { batchesShown, batchShown, folderOf, png, shownBy, shownOf } from './samples.ts'

const path = await folderOf({
  'cats/a.png': png(1),
  'cats/b.png': png(2, 5, 3),
  'cats/notes.txt': Uint8Array.of(1),
  'dogs/c.PNG': png(3),
  'dogs/d.png': png(4, 9, 9),
  'dogs/e.png': png(5, 1, 1),
})
afterAll(() => rm(path, { recursive: true }))

const opened = async () => {
  const read = await Source.folder({ size: 4 })(path)()
  return E.isRight(read) ? read.right : expect.fail(JSON.stringify(read.left))
}

const { source, classNames, files } = await opened()

describe('the laws of sources hold of a folder', () => {
  holdsOn(few(2), laws.source('a folder', { source, shows: shownOf, workers: 2 }))
})

describe('Source.folder', () => {
  it('is what readImageFolder reads', async () => {
    const whole = await readImageFolder({ size: 4 })(path)()
    if (E.isLeft(whole)) return expect.fail(JSON.stringify(whole.left))
    const { images } = whole.right
    expect([classNames, files, source.count]).toEqual([whole.right.classNames, whole.right.files, images.count])
    const labels = Array.from(images.labels)
    expect(await shownBy(source)).toEqual(labels.map((label, k) => `${String(k + 1)}:${String(label)}`))
    const ofWhole = [...Dataset.batches({ size: 2, key: key(1) })(images)].map(batchShown)
    const streamed = await batchesShown(Source.batches({ size: 2, workers: 2 })(Source.shuffle(key(1))(source)))
    expect(streamed).toEqual(ofWhole)
  })

  it('gives the same batches for any number of threads', async () => {
    const [none, ...others] = await Promise.all(
      [0, 1, 2, 3].map((workers) =>
        batchesShown(Source.batches({ size: 2, workers, ahead: 1 + workers })(Source.shuffle(key(3))(source))),
      ),
    )
    expect(none?.length).toBe(3)
    for (const other of others) expect(other).toEqual(none)
  })

  it('resizes without averaging as readImageFolder does', async () => {
    const plain = { size: 2, antialias: false } as const
    const [whole, read] = [await readImageFolder(plain)(path)(), await Source.folder(plain)(path)()]
    if (E.isLeft(whole) || E.isLeft(read)) return expect.fail('no folder')
    const streamed = await batchesShown(Source.batches({ size: 5, workers: 1 })(read.right.source))
    expect(streamed).toEqual([...Dataset.batches({ size: 5 })(whole.right.images)].map(batchShown))
  })

  it('names an image that is broken, or leaves it out, tells it and counts it', async () => {
    const broken = [join(path, 'cats/ab.png'), join(path, 'dogs/cd.png')]
    for (const file of broken) await writeFile(file, png(9).slice(0, 40))
    try {
      const read = await Source.folder({ size: 4 })(path)()
      if (E.isLeft(read)) return expect.fail('no folder')
      const error = { _tag: 'InFile', file: broken[0], error: { _tag: 'NoImage' } }
      expect(await shownBy(read.right.source)).toMatchObject(['1:0', error])
      const skipping = await Source.folder({ size: 4, skipBroken: true })(path)()
      if (E.isLeft(skipping)) return expect.fail('no folder')
      for (const workers of [0, 2]) {
        const told: (readonly [string, number])[] = []
        const onSkip = ({ file }: Skipped, count: number) => void told.push([file, count])
        const list = await shownBy(skipping.right.source, { workers, ahead: 3, onSkip })
        expect(list).toEqual(['1:0', '2:0', '3:1', '4:1', '5:1'])
        expect(told).toEqual(broken.map((file, k) => [file, k + 1]))
        const sizes = await batchesShown(Source.batches({ size: 2, workers, onSkip })(skipping.right.source))
        expect(told.length).toBe(4)
        expect(sizes.map((batch) => (batch as { readonly labels: unknown }).labels)).toEqual([[0], [0, 1], [1], [1]])
      }
    } finally {
      await Promise.all(broken.map((file) => rm(file)))
    }
  })

  it('tells of an image that went away since it was listed', async () => {
    const extra = join(path, 'dogs/z.png')
    await writeFile(extra, png(6))
    const read = await Source.folder({ size: 4 })(path)()
    await rm(extra)
    if (E.isLeft(read)) return expect.fail('no folder')
    expect((await shownBy(read.right.source)).at(-1)).toEqual({ _tag: 'Unreadable', path: extra, code: 'ENOENT' })
  })

  it('refuses no folder, no classes, no images, and options that it does not know', async () => {
    expect(await Source.folder()(join(path, 'none'))()).toMatchObject({ left: { _tag: 'Unreadable', code: 'ENOENT' } })
    expect(await Source.folder()(join(path, 'cats'))()).toMatchObject({ left: { _tag: 'NoClasses' } })
    const bare = await folderOf({ 'cats/notes.txt': Uint8Array.of(1) })
    expect(await Source.folder()(bare)()).toEqual(E.left({ _tag: 'NoImages', folder: bare }))
    await rm(bare, { recursive: true })
    expect(() => Source.folder({ sise: 3 } as never)).toThrow(/found 'sise'/)
  })
})
