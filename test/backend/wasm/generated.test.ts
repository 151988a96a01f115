/** @file What is committed in `generated/` folders is what their sources give. */
import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'

interface Build {
  readonly writtenSources: () => Promise<readonly { readonly file: string; readonly source: string }[]>
  readonly sourcesDigest: () => Promise<string>
  readonly embeddedModules: Build['writtenSources']
}

const folder = new URL('../../../src/backend/wasm/', import.meta.url)

const build = (await import(new URL('assembly/build.js', folder).href)) as Build

describe('the sources that are written from tables', () => {
  it('are current: npm run build:wasm changes nothing', async () => {
    const sources = await build.writtenSources()
    expect(sources.length).toBeGreaterThan(0)
    for (const { file, source } of sources) {
      expect(await readFile(new URL(`assembly/generated/${file}`, folder), 'utf8')).toBe(source)
    }
  })
})

describe('the embedded modules', () => {
  const names = ['entries.ts', 'products.ts', 'windows.ts']
  const committed = (file: string): Promise<string> => readFile(new URL(`generated/${file}`, folder), 'utf8')

  it('are made of the sources as they are: npm run build:wasm changes nothing', async () => {
    expect((await readdir(new URL('generated/', folder))).toSorted()).toEqual(names)
    const digest = await build.sourcesDigest()
    for (const file of names) expect(/^\/\/ (\w+)$/m.exec(await committed(file))?.[1]).toBe(digest)
  })

  // To compile takes half a minute. Unless `generated/` was edited by hand, the digest says the same.
  it.runIf(process.env['CI'])('are what the compiler makes of them', async () => {
    const made = await build.embeddedModules()
    expect(made.map(({ file }) => file)).toEqual(names)
    for (const { file, source } of made) expect((await committed(file)) === source).toBe(true)
  })
})
