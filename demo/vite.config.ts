/** @file How the explainer is served and built: `npm run demo`, and as a part of `npm run docs`. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import type { Plugin } from 'vite'
import { defineConfig } from 'vite'
import { compilerMessages } from './architectures/compilerMessages.ts'
import { decodeIdx, encodeIdx, showDecodeError } from '../src/data/index.ts'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

const alias = [
  { find: /^cotangent$/, replacement: path('../src/index.ts') },
  { find: /^cotangent\/laws$/, replacement: path('../laws/index.ts') },
  { find: /^cotangent\/(\w+)$/, replacement: path('../src/$1/index.ts') },
  // The modules of fp-ts that a bundler can take apart.
  { find: /^fp-ts\/lib\//, replacement: 'fp-ts/es6/' },
]

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
const files: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  'messages.json': () => Promise.resolve(new TextEncoder().encode(JSON.stringify(compilerMessages()))),
  'digits/images.bin': images,
  'lenet.safetensors': () => readFile(path('inside/lenet.safetensors')),
  'digits/labels.bin': () => readFile(path('../data/mnist/t10k-labels-idx1-ubyte.gz')),
}

const digits: Plugin = {
  name: 'digits',
  async generateBundle() {
    for (const [fileName, make] of Object.entries(files)) {
      this.emitFile({ type: 'asset', fileName, source: await make() })
    }
  },
  configureServer: ({ middlewares }) => {
    middlewares.use((request, response, next) => {
      const make = files[(request.url ?? '').replace(/^\//, '')]
      if (make === undefined) next()
      else void make().then((bytes) => response.end(bytes), next)
    })
  },
}

export default defineConfig({
  root: path('.'),
  base: './',
  resolve: { alias },
  plugins: [digits],
  worker: { format: 'es' },
  build: { outDir: path('../docs/api/explainer'), emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 800 },
})
