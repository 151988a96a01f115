/** @file What is committed in `generated/` folders is what their sources give. */
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'

interface Variant {
  readonly file: string
}

interface Build {
  readonly variants: readonly Variant[]
  readonly writtenSources: () => Promise<readonly { readonly file: string; readonly source: string }[]>
  readonly sourceOf: (variant: Variant) => Promise<string>
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
  it('are current: npm run build:wasm changes nothing', async () => {
    expect(build.variants.length).toBe(2)
    for (const variant of build.variants) {
      const committed = await readFile(new URL(`generated/${variant.file}.ts`, folder), 'utf8')
      expect(committed === (await build.sourceOf(variant))).toBe(true)
    }
  }, 120_000)
})
