/** @file Images for the tests of sources: PNG files whose pixels tell which one it is. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { encode } from 'fast-png'
import type { Tensor } from 'cotangent'
import { toNested } from 'cotangent'
import type { Example, Found } from 'cotangent/data'
import { Source } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'

/** A PNG of one colour. */
export const png = (grey: number, width = 2, height = 2): Uint8Array =>
  encode({ width, height, channels: 1, depth: 8, data: new Uint8Array(width * height).fill(grey) })

/** A folder in the system's temporary folder, with these files. */
export const folderOf = async (files: Readonly<Record<string, Uint8Array>>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'source-'))
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), bytes)
  }
  return folder
}

/** What an example shows: its first pixel and its label. */
export const shownOf = ({ image, label }: Example<readonly [number, number, number]>): string =>
  image._tag === 'ExampleImage' ? `${String(image.pixels[0])}:${typeof label === 'number' ? String(label) : '-'}` : '-'

/** What a stream gives: values, and the error that ends it. */
export const gathered = async <A>(stream: AsyncIterable<Found<A>>): Promise<readonly unknown[]> => {
  const all: unknown[] = []
  for await (const found of stream) all.push(E.isRight(found) ? found.right : found.left)
  return all
}

/** What the examples of a source show, and the error that ends them. */
export const shownBy = (
  source: Source<Example<readonly [number, number, number]>>,
  options: Parameters<typeof Source.examples>[0] = {},
): Promise<readonly unknown[]> => gathered(Source.examples(options)(Source.map(shownOf)(source)))

/** The numbers of a batch. */
export const batchShown = ({ images, labels }: { readonly images: Tensor; readonly labels: Tensor }) => ({
  images: toNested(images),
  labels: toNested(labels),
})

/** The numbers of batches, and the error that ends them. */
export const batchesShown = async (
  stream: AsyncIterable<Found<{ readonly images: Tensor; readonly labels: Tensor }>>,
): Promise<readonly unknown[]> => {
  const all: unknown[] = []
  for await (const found of stream) all.push(E.isRight(found) ? batchShown(found.right) : found.left)
  return all
}
