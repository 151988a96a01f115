/** @file The files that the page fetches, made when the site is built. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import { decodeIdx, encodeIdx, showDecodeError } from '../src/data/index.ts'
import { compiled } from './architectures/compilerMessages.ts'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/** The distance between two of six shades. */
const shade = 51

/** The test digits in six shades, which halve the file. */
const images = async (): Promise<Uint8Array> => {
  const read = decodeIdx()(await readFile(path('../data/mnist/t10k-images-idx3-ubyte.gz')))
  if (E.isLeft(read)) throw new RangeError(showDecodeError(read.left))
  const { data, shape } = read.right
  const shaded = Uint8Array.from(data, (pixel) => shade * Math.round(pixel / shade))
  return gzipSync(encodeIdx({ elementType: 'u8', shape, data: shaded }), { level: 9 })
}

/** The files that the page fetches. Their names do not end in `.gz`: a server would say that they are encoded. */
export const siteFiles: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  'messages.json': () => Promise.resolve(new TextEncoder().encode(JSON.stringify(compiled()))),
  'digits/images.bin': images,
  'lenet.safetensors': () => readFile(path('inside/lenet.safetensors')),
  'digits/labels.bin': () => readFile(path('../data/mnist/t10k-labels-idx1-ubyte.gz')),
}
