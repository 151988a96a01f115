/**
 * @file What the doors of the package import, as a bundler sees it, without building the package.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { plant } from '../mutants/Fault.ts'
import { planted } from './planted.ts'

interface Manifest {
  readonly exports: Readonly<Record<string, { readonly default: string }>>
  readonly dependencies: Readonly<Record<string, string>>
}

const root = fileURLToPath(new URL('..', import.meta.url))
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Manifest

/** What a door is made of, over what every door may import. */
const ownPeers: Readonly<Record<string, readonly string[]>> = { './laws': ['fast-check'] }

const planting: Plugin = {
  name: 'plant',
  setup: (bundler) => {
    const fault = planted()
    bundler.onLoad({ filter: /\.ts$/ }, ({ path }) =>
      fault !== null && path === root + fault.file
        ? { contents: plant(fault, readFileSync(path, 'utf8')), loader: 'ts' }
        : null,
    )
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

const packageOf = (path: string): string => path.split('/')[0] ?? path

describe.each(Object.entries(manifest.exports))('the door %s', (door, { default: built }) => {
  const source = built.replace('./dist/', '').replace(/\.js$/, '.ts')

  it('imports only packages that are installed with it, and no module of Node', async () => {
    const allowed = [...Object.keys(manifest.dependencies), ...(ownPeers[door] ?? [])]
    const refused = (await namedBy(source)).filter((path) => !allowed.includes(packageOf(path)))
    expect(refused).toEqual([])
  })
})
