/** @file How the explainer is served and built: `npm run demo`, and as a part of `npm run docs`. */
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { defineConfig } from 'vite'
import { siteFiles } from './siteFiles.ts'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

const alias = [
  { find: /^cotangent$/, replacement: path('../src/index.ts') },
  { find: /^cotangent\/laws$/, replacement: path('../laws/index.ts') },
  { find: /^cotangent\/(\w+)$/, replacement: path('../src/$1/index.ts') },
  // The modules of fp-ts that a bundler can take apart.
  { find: /^fp-ts\/lib\//, replacement: 'fp-ts/es6/' },
]

const digits: Plugin = {
  name: 'digits',
  async generateBundle() {
    for (const [fileName, make] of Object.entries(siteFiles)) {
      this.emitFile({ type: 'asset', fileName, source: await make() })
    }
  },
  configureServer: ({ middlewares }) => {
    middlewares.use((request, response, next) => {
      const make = siteFiles[(request.url ?? '').replace(/^\//, '')]
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
