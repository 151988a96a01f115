/**
 * @file Bundles what the package consists of: every door and the command, in a few files that share their code. Node takes
 * half a millisecond for each file, and the doors consist of six hundred modules. Bundlers leave out what a page does not
 * use, since the values that a module makes while it loads are marked (`pureValues.ts`).
 *
 * fp-ts and io-ts, whose CommonJS files take Node as long as ours and which no bundler takes apart, are bundled too, from
 * their ES modules. All other packages stay imports.
 */
import { transform } from 'esbuild'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { OutputChunk, Plugin, RollupBuild } from 'rollup'
import { rollup } from 'rollup'
import { minify } from 'terser'
import { decoderModule } from './decoderText.ts'
import { markPureValues } from './pureValues.ts'

interface Manifest {
  readonly exports: Readonly<Record<string, { readonly default: string }>>
  readonly bin: { readonly cotangent: string }
}

const root = fileURLToPath(new URL('..', import.meta.url))
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Manifest

/** Each door and the command without `dist` and ending: `src/nn/index`. */
const nameOf = (path: string): string => path.replace('./dist/', '').replace(/\.js$/, '')

/** The doors' names, such as `src/nn/index`: their sources, and what is made of them in `dist`. */
export const doorNames: readonly string[] = Object.values(manifest.exports).map((door) => nameOf(door.default))

/** ES modules in place of the CommonJS ones that the sources name, which are all that Node can import. */
const esModules: Plugin = {
  name: 'ES modules',
  resolveId: (name) => {
    if (name === 'io-ts') return `${root}node_modules/io-ts/es6/index.js`
    if (/^fp-ts\/(lib|es6)\//.test(name))
      return `${root}node_modules/${name.replace('/lib/', '/es6/').replace(/(\.js)?$/, '.js')}`
    return /^[^./]/.test(name) ? { id: name, external: true } : null
  },
}

const javaScriptOf = async (path: string): Promise<string> => {
  const text = readFileSync(path, 'utf8')
  // fp-ts marks calls inside functions, where no bundler looks; without spaces those marks would be misplaced.
  if (path.includes('/node_modules/'))
    return markPureValues((await transform(text, { minifyWhitespace: true })).code, path)
  const marked = markPureValues(text, path)
  return path.endsWith('.ts') ? (await transform(marked, { loader: 'ts', target: 'es2022' })).code : marked
}

/** The JavaScript of each module; of the program of the decoding threads, the text that it bundles. */
const modules: Plugin = {
  name: 'modules',
  load: (path) => (path.endsWith('/data/decoding/decoderProgram.ts') ? decoderModule() : javaScriptOf(path)),
}

/**
 * Takes spaces away, but neither names nor marks. Each statement keeps a line, since Node prints the line that throws; a
 * bundler finds what it is to leave alone in the comment of an import.
 */
const withoutSpaces: Plugin = {
  name: 'without spaces',
  renderChunk: async (text) => {
    const format = { preserve_annotations: true, comments: /@vite-ignore|webpackIgnore/, semicolons: false }
    const { code = text } = await minify(text, { module: true, compress: false, mangle: false, format })
    return code
  },
}

/** The doors and the command, ready to be written or looked at. */
export const bundleDoors = (): Promise<RollupBuild> =>
  rollup({
    input: Object.fromEntries(
      [...doorNames, nameOf(manifest.bin.cotangent)].map((name) => [name, `${root}${name}.ts`]),
    ),
    plugins: [esModules, modules, withoutSpaces],
    onwarn: (warning) => {
      // What the compiler of fp-ts and io-ts writes for old engines.
      if (warning.code !== 'THIS_IS_UNDEFINED') throw new Error(warning.message)
    },
  })

/** Almost every door uses operations and derivatives; Rollup alone would leave them in thirty files. */
const isOfOperations = (path: string): boolean => /src\/(ops|diff)\/(?!index)/.test(path)

/** How they are written. */
export const written = {
  dir: `${root}dist`,
  chunkFileNames: 'shared/[hash].js',
  hoistTransitiveImports: false,
  experimentalMinChunkSize: 20_000,
  manualChunks: (path: string) => (isOfOperations(path) ? 'operations' : undefined),
} as const

/** The licenses of the packages that are bundled, those of the decoding threads among them. */
export const licensesOf = (chunks: readonly OutputChunk[]): string => {
  const paths = chunks.flatMap(({ modules: held }) => Object.keys(held))
  const names = new Set([
    ...paths.flatMap((path) => /node_modules\/([^/]+)/.exec(path)?.[1] ?? []),
    ...['fflate', 'fp-ts', 'jpeg-js'],
  ])
  return [...names]
    .map((name) => `${name}\n\n${readFileSync(`${root}node_modules/${name}/LICENSE`, 'utf8')}`)
    .join('\n')
}
