/**
 * @file Bundles what Node loads: every door of the package and its command, in a few files that share their code, in
 * `dist/node`. Node takes half a millisecond per file, and the doors consist of five hundred. Bundlers get the files one
 * by one, under the condition `default`, so that they can leave out what a page does not use.
 *
 * fp-ts and io-ts, whose CommonJS files take Node as long as ours, are bundled too, from their ES modules. All other
 * packages stay imports. Lines stay short, since Node prints the line that throws.
 */
import type { BuildOptions, BuildResult, Metafile, Plugin } from 'esbuild'
import { build } from 'esbuild'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { decoderModule } from './decoderText.ts'

interface Manifest {
  readonly exports: Readonly<Record<string, { readonly node: string; readonly default: string }>>
  readonly bin: { readonly cotangent: string }
}

const root = fileURLToPath(new URL('..', import.meta.url))
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Manifest

const sourceOf = (built: string): string => root + built.replace('./dist/', '').replace(/\.js$/, '.ts')
const outOf = (bundled: string): string => bundled.replace('./dist/node/', '').replace(/\.js$/, '')

/** Each entry: its source, and its name among the bundled files. */
const entries = [
  ...Object.values(manifest.exports).map((door) => ({ in: sourceOf(door.default), out: outOf(door.node) })),
  { in: `${root}src/cli/main.ts`, out: outOf(manifest.bin.cotangent) },
]

/** ES modules in place of the CommonJS ones that the sources name, which are all that Node can import. */
const esModules: Plugin = {
  name: 'ES modules',
  setup: (bundler) => {
    const resolved = (path: string) => ({ path: `${root}node_modules/${path}`, sideEffects: false })
    bundler.onResolve({ filter: /^fp-ts\/(lib|es6)\// }, ({ path }) =>
      resolved(path.replace('/lib/', '/es6/').replace(/(\.js)?$/, '.js')),
    )
    bundler.onResolve({ filter: /^io-ts$/ }, () => resolved('io-ts/es6/index.js'))
    bundler.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' ? null : { path, external: true },
    )
  },
}

/** The program of the decoding threads as a text, in place of the module that bundles it from the sources. */
const decoderAsText: Plugin = {
  name: 'decoder as text',
  setup: (bundler) => {
    bundler.onLoad({ filter: /\/data\/decoding\/decoderProgram\.ts$/ }, async () => ({
      contents: await decoderModule(),
    }))
  },
}

/** Bundles the entries, and tells what went into which file. */
export const bundleForNode = (
  options: Pick<BuildOptions, 'write'> = {},
): Promise<BuildResult & { readonly metafile: Metafile }> =>
  build({
    entryPoints: entries,
    outdir: `${root}dist/node`,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    lineLimit: 120,
    logLevel: 'warning',
    plugins: [esModules, decoderAsText],
    ...options,
    metafile: true,
  })

/** The licenses of the packages that are bundled, those of the decoding threads among them. */
const licensesOf = ({ inputs }: Metafile): string => {
  const names = new Set([
    ...Object.keys(inputs).flatMap((path) => /node_modules\/([^/]+)/.exec(path)?.[1] ?? []),
    ...['fflate', 'fp-ts', 'jpeg-js'],
  ])
  return [...names]
    .map((name) => `${name}\n\n${readFileSync(`${root}node_modules/${name}/LICENSE`, 'utf8')}`)
    .join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { metafile } = await bundleForNode()
  writeFileSync(`${root}dist/node/LICENSES.txt`, licensesOf(metafile))
}
