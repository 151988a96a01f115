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

  /** What a bundler makes of a page, whose imports are of built files; packages stay imports if they are `external`. */
  const pageOf = async (page: string, packages: 'bundle' | 'external'): Promise<string> => {
    const files = new Map((await chunks).map(({ fileName, code }) => [`/${fileName}`, code]))
    const inMemory: Plugin = {
      name: 'in memory',
      setup: (bundler) => {
        bundler.onResolve({ filter: /^\.|^\// }, ({ path, importer, namespace }) =>
          namespace === 'file' && !path.startsWith('/src/')
            ? null
            : { path: new URL(path, new URL(importer, 'file:///')).pathname, namespace: 'built' },
        )
        bundler.onLoad({ filter: /./, namespace: 'built' }, ({ path }) => ({
          contents: files.get(path) ?? '',
          resolveDir: root,
        }))
      },
    }
    const { outputFiles } = await build({
      stdin: { contents: page, resolveDir: root },
      bundle: true,
      write: false,
      format: 'esm',
      packages,
      legalComments: 'none',
      logLevel: 'silent',
      plugins: [inMemory],
    })
    return outputFiles[0]?.text ?? ''
  }

  it.each(Object.keys(manifest.exports))(
    'leaves nothing of the door %s in a page that uses nothing of it',
    async (door) => {
      const page = await pageOf(`import '/src${door.slice(1)}/index.js'`, 'external')
      expect(page.split('\n').filter((line) => !/^\/\/|^import |^$/.test(line))).toEqual([])
    },
  )

  /** What a page exports as `answer`. */
  const answerOf = async (page: string): Promise<unknown> => {
    const { answer } = (await import(`data:text/javascript,${encodeURIComponent(page)}`)) as {
      readonly answer: unknown
    }
    return answer
  }

  it('leaves the default runtime out of a page that names another, by which tensors then print themselves', async () => {
    const page = await pageOf(
      `import { add, grad, mul, referenceRuntime, sum, tensor } from '/src/index.js'
       const slope = grad((x) => sum()(mul(x, x)))(tensor([1, 2], [2]))
       export const answer = [String(add(slope, 0.1)), ...referenceRuntime.toArray(slope)]`,
      'bundle',
    )
    expect(page).not.toContain('WebAssembly')
    expect(await answerOf(page)).toEqual(['Tensor [2] [2.1, 4.1]', 2, 4])
  })

  it('prints tensors by the default runtime where a page has it', async () => {
    const page = await pageOf(
      `import { add, item, makeRuntime, referenceBackend, tensor } from '/src/index.js'
       const runtime = makeRuntime(referenceBackend)
       const [x, y] = [add(tensor([2 ** 24], []), 1), add(tensor([2 ** 24], []), 1)]
       export const answer = [String(x), runtime.item(y), item(tensor([1], []))]`,
      'bundle',
    )
    expect(page).toContain('WebAssembly')
    expect(await answerOf(page)).toEqual(['Tensor [] 16777216', 2 ** 24 + 1, 1])
  })

  it('prints the shape alone in a page without a runtime', async () => {
    const page = await pageOf(
      `import { add, tensor } from '/src/index.js'
       export const answer = [String(tensor([1, 2], [2])), String(add(tensor([1, 2], [2]), 1))]`,
      'bundle',
    )
    expect(await answerOf(page)).toEqual(['Tensor [2] [1, 2]', 'Tensor [2]'])
  })
})
