/**
 * @file Programs that tests start. A process that loads six hundred modules, and strips their types, takes five times as long
 * to start as one that loads a file of their JavaScript.
 */
import { build } from 'esbuild'
import type { Plugin } from 'esbuild'
import { readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { plantedText } from './planted.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** One folder a process, so that two runs at once do not take each other's files away; packages are found from there. */
const folder = join(root, 'node_modules/.cache/programs', String(process.pid))

/** The text of a module: it knows its own place, and holds the planted fault if it is the faulty one. */
const moduleText = (path: string): string => {
  const text = plantedText(path) ?? readFileSync(path, 'utf8')
  return text.replaceAll('import.meta.url', () => JSON.stringify(pathToFileURL(path).href))
}

const sources: Plugin = {
  name: 'sources',
  setup: (made) => {
    made.onLoad({ filter: /\.ts$/ }, ({ path }) => ({ contents: moduleText(path), loader: 'ts' }))
  },
}

const bundle = async (program: string): Promise<string> => {
  const outfile = join(folder, relative(root, program).replace(/\.ts$/, '.mjs'))
  await build({
    entryPoints: [program],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    plugins: [sources],
  })
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return outfile
}

const known = new Map<string, Promise<string>>()

/** The environment of such a program: what Node is told for the tests is not for it. */
export const ownEnvironment = { ...process.env, NODE_OPTIONS: '' }

/** The path of a file that Node runs as it is, and that does what a program of ours does, with the planted fault. */
export const bundled = (program: URL): Promise<string> => {
  const path = fileURLToPath(program)
  const made = known.get(path) ?? bundle(path)
  known.set(path, made)
  return made
}
