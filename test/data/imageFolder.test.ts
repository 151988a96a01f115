/** @file Images from files: PNG in all forms, JPEG, folders of classes, and what is refused. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'fast-png'
import * as E from 'fp-ts/lib/Either.js'
import jpeg from 'jpeg-js'
import { decodeImage, readImageFolder, showDecodeError, Source } from 'cotangent/data'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const right = <A>(result: E.Either<Parameters<typeof showDecodeError>[0], A>): A =>
  E.isRight(result) ? result.right : expect.fail(showDecodeError(result.left))

const png = (channels: number, data: readonly number[], width = 2, depth: 8 | 16 = 8): Uint8Array =>
  encode({
    width,
    height: data.length / channels / width,
    channels,
    depth,
    data: depth === 8 ? Uint8Array.from(data) : Uint16Array.from(data),
  })

describe('decodeImage', () => {
  it('reads grey, colour and transparent PNG as three planes', () => {
    expect(right(decodeImage(png(1, [1, 2])))).toEqual({ height: 1, width: 2, planes: Uint8Array.of(1, 2, 1, 2, 1, 2) })
    expect(Array.from(right(decodeImage(png(2, [1, 255, 2, 0]))).planes)).toEqual([1, 2, 1, 2, 1, 2])
    expect(Array.from(right(decodeImage(png(3, [1, 2, 3, 4, 5, 6]))).planes)).toEqual([1, 4, 2, 5, 3, 6])
    expect(Array.from(right(decodeImage(png(4, [1, 2, 3, 0, 4, 5, 6, 255]))).planes)).toEqual([1, 4, 2, 5, 3, 6])
  })

  it('brings 16 bits to 8', () => {
    expect(Array.from(right(decodeImage(png(1, [0, 65535], 2, 16))).planes)).toEqual([0, 255, 0, 255, 0, 255])
  })

  it('reads JPEG, near what was written', () => {
    const grey = Array.from({ length: 64 }, () => [200, 100, 50, 255]).flat()
    const { data } = jpeg.encode({ width: 8, height: 8, data: Uint8Array.from(grey) }, 95)
    const { planes, height, width } = right(decodeImage(Uint8Array.from(data)))
    expect([height, width]).toEqual([8, 8])
    expect(Math.abs(planes[0]! - 200)).toBeLessThan(6)
    expect(Math.abs(planes[64]! - 100)).toBeLessThan(6)
    expect(Math.abs(planes[128]! - 50)).toBeLessThan(6)
  })

  it('reads JPEG of every size, those among them whose pixels over a million round down', () => {
    const sides = Array.from({ length: 40 }, (_, k) => k + 1)
    const sizes = [...sides.flatMap((width) => [[width, 56] as const, [3, width] as const]), [720, 540] as const]
    expect(
      sizes.filter(([width, height]) => ((width * height) / 1e6) * 1000 * 1000 < width * height).length,
    ).toBeGreaterThan(5)
    const refused = sizes.filter(([width, height]) => {
      const { data } = jpeg.encode({ width, height, data: new Uint8Array(4 * width * height) }, 50)
      return E.isLeft(decodeImage(Uint8Array.from(data)))
    })
    expect(refused).toEqual([])
  })

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a cut PNG', png(3, [1, 2, 3, 4, 5, 6]).slice(0, 40)],
    ['a JPEG of three bytes', Uint8Array.of(0xff, 0xd8, 0xff)],
  ])('refuses %s', (_, bytes) => {
    const result = decodeImage(bytes)
    expect(E.isLeft(result) ? showDecodeError(result.left) : '').toMatch(/^Cannot decode an image: /)
  })
})

describe('readImageFolder', () => {
  const state = { folder: '' }

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'images-'))
    state.folder = folder
    for (const [path, bytes] of [
      ['dogs/b.png', png(1, [3, 4])],
      ['dogs/a.PNG', png(1, [1, 2])],
      ['cats/c.png', png(3, [5, 6, 7, 8, 9, 10])],
      ['cats/notes.txt', Uint8Array.of(1)],
    ] as const) {
      await mkdir(join(folder, path, '..'), { recursive: true })
      await writeFile(join(folder, path), bytes)
    }
  })
  afterAll(() => rm(state.folder, { recursive: true }))

  it('takes folders for classes, in order, and passes over other files', async () => {
    const { images, classNames } = right(await readImageFolder()(state.folder)())
    expect(classNames).toEqual(['cats', 'dogs'])
    expect([images.count, images.classes, images.imageShape]).toEqual([3, 2, [3, 1, 2]])
    expect(Array.from(images.labels)).toEqual([0, 1, 1])
    expect(Array.from(images.images)).toEqual([5, 8, 6, 9, 7, 10, 1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4])
  })

  it('brings images to a size', async () => {
    const { images } = right(await readImageFolder({ size: [2, 2] })(state.folder)())
    expect(images.imageShape).toEqual([3, 2, 2])
    expect(Array.from(images.images.slice(0, 4))).toEqual([5, 8, 5, 8])
  })

  it('refuses images of unlike sizes, damaged ones, and no folder', async () => {
    const odd = join(state.folder, 'dogs/z.png')
    await writeFile(odd, png(1, [1, 2, 3], 3))
    const unlike = await readImageFolder()(state.folder)()
    expect(E.isLeft(unlike) ? showDecodeError(unlike.left) : '').toContain('z.png')
    await writeFile(odd, Uint8Array.of(1, 2))
    const damaged = await readImageFolder()(state.folder)()
    expect(E.isLeft(damaged) ? showDecodeError(damaged.left) : '').toContain('neither PNG nor JPEG')
    await rm(odd)
    const missing = await readImageFolder()(join(state.folder, 'none'))()
    expect(E.isLeft(missing) ? missing.left : null).toMatchObject({ _tag: 'Unreadable', code: 'ENOENT' })
  })
  it('names a broken image, or passes it over and lists it', async () => {
    const [cut, dangling] = [join(state.folder, 'cats/broken.png'), join(state.folder, 'dogs/dangling.jpg')]
    await writeFile(cut, png(1, [1, 2]).slice(0, 40))
    await symlink('nowhere', dangling)
    try {
      const named = await readImageFolder()(state.folder)()
      expect(E.isLeft(named) ? named.left : null).toMatchObject({
        _tag: 'InFile',
        file: cut,
        error: { _tag: 'NoImage' },
      })
      const { images, skipped } = right(await readImageFolder({ skipBroken: true })(state.folder)())
      expect([images.count, Array.from(images.labels)]).toEqual([3, [0, 1, 1]])
      expect(skipped.map(({ file, error }) => [file, error._tag])).toEqual([
        [cut, 'NoImage'],
        [dangling, 'Unreadable'],
      ])
      await rm(cut)
      const other = await readImageFolder()(state.folder)()
      expect(E.isLeft(other) ? other.left : null).toEqual({ _tag: 'Unreadable', path: dangling, code: 'ENOENT' })
    } finally {
      await Promise.all([rm(cut, { force: true }), rm(dangling)])
    }
  })

  it('skips nothing where nothing is broken', async () => {
    expect(right(await readImageFolder({ skipBroken: true })(state.folder)()).skipped).toEqual([])
  })

  it('follows links to classes and to images', async () => {
    const linked = await mkdtemp(join(tmpdir(), 'images-'))
    await symlink(join(state.folder, 'cats'), join(linked, 'a'))
    await mkdir(join(linked, 'b'))
    await symlink(join(state.folder, 'dogs/b.png'), join(linked, 'b/one.png'))
    await symlink('nowhere', join(linked, 'c'))
    const { images, classNames } = right(await readImageFolder()(linked)())
    expect([classNames, Array.from(images.labels)]).toEqual([
      ['a', 'b'],
      [0, 1],
    ])
    await rm(linked, { recursive: true })
  })

  it('refuses a folder without classes, classes without images, and images that are all broken', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'images-'))
    await writeFile(join(empty, 'alone.png'), png(1, [1, 2]))
    const none = await readImageFolder()(empty)()
    expect(none).toEqual(E.left({ _tag: 'NoClasses', folder: empty }))
    expect(E.isLeft(none) && showDecodeError(none.left)).toBe(`Cannot find classes in ${empty}: it has no folders`)
    await mkdir(join(empty, 'cats'))
    expect(await readImageFolder()(empty)()).toEqual(E.left({ _tag: 'NoImages', folder: empty }))
    await writeFile(join(empty, 'cats/x.png'), Uint8Array.of(1))
    expect(await readImageFolder({ skipBroken: true })(empty)()).toEqual(E.left({ _tag: 'NoImages', folder: empty }))
    await rm(empty, { recursive: true })
  })

  it.runIf(process.platform === 'linux')('reads files and classes whose names are not UTF-8 (Linux only)', async () => {
    const old = await mkdtemp(join(tmpdir(), 'images-'))
    // As archives of Latin-1 names unpack.
    const className = Buffer.from(`${old}/caf\u00e9`, 'latin1')
    await mkdir(className)
    await writeFile(Buffer.concat([className, Buffer.from('/\u00fc.png', 'latin1')]), png(1, [1, 2]))
    await writeFile(Buffer.concat([className, Buffer.from('/b.png')]), png(1, [3, 4]))
    const { images, classNames, files } = right(await readImageFolder()(old)())
    expect([classNames, files]).toEqual([['caf\ufffd'], [`${old}/caf\ufffd/b.png`, `${old}/caf\ufffd/\ufffd.png`]])
    expect(Array.from(images.images.filter((_, k) => k % 6 < 2))).toEqual([3, 4, 1, 2])
    const { source } = right(await Source.folder()(old)())
    const seen: unknown[] = []
    for await (const batch of Source.batches({ size: 2 })(source))
      seen.push(E.isRight(batch) && batch.right.images.shape)
    expect(seen).toEqual([[2, 3, 1, 2]])
    await rm(old, { recursive: true })
  })

  it('holds all images together to the budget, before the first is read where their size is known', async () => {
    expect(right(await readImageFolder({ size: [100, 100], maxBytes: 90_000 })(state.folder)()).images.count).toBe(3)
    const over = await readImageFolder({ size: [100, 100], maxBytes: 80_000 })(state.folder)()
    expect(over).toEqual(E.left({ _tag: 'OverBudget', option: 'maxBytes', limit: 80_000, claimed: 90_000 }))
  })

  it('holds the size of files to the budget', async () => {
    const read = await readImageFolder({ maxBytes: 10 })(state.folder)()
    expect(E.isLeft(read) ? read.left : null).toMatchObject({ _tag: 'InFile', error: { _tag: 'OverBudget' } })
  })
})
