/**
 * @file What the doors of the package import, as a bundler sees it, without building the package.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { bundleDoors, written } from '../.ci/bundleDoors.ts'
import { plantedText } from './planted.ts'

interface Manifest {
  readonly exports: Readonly<Record<string, { readonly default: string }>>
  readonly bin: { readonly cotangent: string }
  readonly dependencies: Readonly<Record<string, string>>
}

const root = fileURLToPath(new URL('..', import.meta.url))
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Manifest

/** What a door is made of, over what every door may import. */
const ownPeers: Readonly<Record<string, readonly string[]>> = { './laws': ['fast-check'] }

const planting: Plugin = {
  name: 'plant',
  setup: (bundler) => {
    bundler.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const contents = plantedText(path)
      return contents === null ? null : { contents, loader: 'ts' }
    })
  },
}

/** Every package and built-in that a source and all that it imports name, in static and in dynamic imports. */
const namedBy = async (source: string): Promise<readonly string[]> => {
  const { metafile } = await build({
    entryPoints: [root + source],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    packages: 'external',
    logLevel: 'silent',
    plugins: [planting],
  })
  const outside = Object.values(metafile.outputs).flatMap(({ imports }) => imports)
  return [...new Set(outside.filter(({ external }) => external).map(({ path }) => path))].sort()
}

const packageOf = (path: string): string =>
  path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/')

describe.each(Object.entries(manifest.exports))('the door %s', (door, { default: built }) => {
  const source = built.replace('./dist/', '').replace(/\.js$/, '.ts')

  it('imports only packages that are installed with it, and no module of Node', async () => {
    const allowed = [...Object.keys(manifest.dependencies), ...(ownPeers[door] ?? [])]
    const refused = (await namedBy(source)).filter((path) => !allowed.includes(packageOf(path)))
    expect(refused).toEqual([])
  })
})

describe('the built package', () => {
  const chunks = bundleDoors()
    .then((bundle) => bundle.generate(written))
    .then(({ output }) => output.filter((file) => file.type === 'chunk'))

  it('has a file for each door and for the command', async () => {
    const made = (await chunks).map(({ fileName }) => `./dist/${fileName}`)
    const named = [...Object.values(manifest.exports).map((door) => door.default), manifest.bin.cotangent]
    expect(named.filter((path) => !made.includes(path))).toEqual([])
  })

  it('holds each source once, so that all doors know the same tensors', async () => {
    const holding = (await chunks).flatMap(({ modules }) => Object.keys(modules))
    expect(holding).toContain(`${root}src/core/Tensor.ts`)
    expect(holding.filter((path, k) => holding.indexOf(path) !== k)).toEqual([])
  })

  it('imports only packages that are installed with the library, and no fp-ts', async () => {
    const files = (await chunks).map(({ fileName }) => fileName)
    const outside = (await chunks).flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])
    const packages = new Set(outside.filter((path) => !files.includes(path)).map(packageOf))
    const allowed = [...Object.keys(manifest.dependencies), ...Object.values(ownPeers).flat()]
    expect([...packages].filter((name) => !allowed.includes(name) && !name.startsWith('node:'))).toEqual([])
    expect(packages).not.toContain('fp-ts')
  })

  it.each(['nn', 'optim', 'models'])(
    'leaves nothing of cotangent/%s in a page that uses nothing of it',
    async (name) => {
      const files = new Map((await chunks).map(({ fileName, code }) => [`/${fileName}`, code]))
      const inMemory: Plugin = {
        name: 'in memory',
        setup: (bundler) => {
          bundler.onResolve({ filter: /^\.|^\// }, ({ path, importer }) => ({
            path: new URL(path, new URL(importer, 'file:///')).pathname,
            namespace: 'built',
          }))
          bundler.onLoad({ filter: /./, namespace: 'built' }, ({ path }) => ({ contents: files.get(path) ?? '' }))
        },
      }
      const { outputFiles } = await build({
        stdin: { contents: `import '/src/${name}/index.js'`, resolveDir: '/' },
        bundle: true,
        write: false,
        format: 'esm',
        packages: 'external',
        legalComments: 'none',
        logLevel: 'silent',
        plugins: [inMemory],
      })
      const kept = (outputFiles[0]?.text ?? '').split('\n').filter((line) => !/^\/\/|^import "|^$/.test(line))
      expect(kept).toEqual([])
    },
  )
})
