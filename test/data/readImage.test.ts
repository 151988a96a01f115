/** @file One image file as input of a network: its size, its numbers, and what is refused, by name. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'fast-png'
import * as E from 'fp-ts/lib/Either.js'
import { toArray, toNested } from 'cotangent'
import { Dataset, readImage, readImageFolder, showDecodeError } from 'cotangent/data'
import { mkdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'

const right = <A>(result: E.Either<Parameters<typeof showDecodeError>[0], A>): A =>
  E.isRight(result) ? result.right : expect.fail(showDecodeError(result.left))

describe('readImage', () => {
  const state = { folder: '' }
  const file = (name: string): string => join(state.folder, name)

  beforeAll(async () => {
    state.folder = await mkdtemp(join(tmpdir(), 'image-'))
    await mkdir(file('photos/dots'), { recursive: true })
    const png = encode({ width: 2, height: 1, channels: 3, data: Uint8Array.of(255, 0, 51, 0, 255, 102) })
    await writeFile(file('photos/dots/a.png'), png)
    await writeFile(file('broken.png'), png.slice(0, 40))
  })
  afterAll(() => rm(state.folder, { recursive: true }))

  it('gives a batch of one, as fractions of full white', async () => {
    const image = right(await readImage()(file('photos/dots/a.png'))())
    expectTypeOf(image.shape).toEqualTypeOf<readonly [1, 3, number, number]>()
    expect(image.shape).toEqual([1, 3, 1, 2])
    expect(Array.from(toArray(image))).toEqual([1, 0, 0, 1, 0.2, 0.4])
  })

  it('brings the image to a size, which its type has', async () => {
    const image = right(await readImage({ size: [4, 6] })(file('photos/dots/a.png'))())
    expectTypeOf(image.shape).toEqualTypeOf<readonly [1, 3, 4, 6]>()
    expect(image.shape).toEqual([1, 3, 4, 6])
  })

  it('gives what the folder of the image gives, at every size and scale', async () => {
    for (const size of [1, 2, 5]) {
      const { images } = right(await readImageFolder({ size })(file('photos'))())
      const pixels = Dataset.pixelScale(images)
      const alone = right(await readImage({ size, pixels })(file('photos/dots/a.png'))())
      expect(toNested(alone)).toEqual(toNested(Dataset.toBatch(pixels)(images).images))
    }
  })

  it.each([
    ['broken.png', 'it ends in the middle'],
    ['missing.png', 'no such file'],
  ])('refuses %s, by its name', async (name, reason) => {
    const read = await readImage({ size: 3 })(file(name))()
    const line = E.isLeft(read) ? showDecodeError(read.left) : ''
    expect(line).toContain(file(name))
    expect(line).toContain(reason)
  })

  it('refuses an image of more pixels than allowed', async () => {
    const read = await readImage({ maxPixels: 1 })(file('photos/dots/a.png'))()
    expect(E.isLeft(read) && showDecodeError(read.left)).toContain('a.png')
  })
})
