/** @file What is committed in `generated/` is what the sources in `assembly/` compile to. */
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'

interface Variant {
  readonly file: string
}

interface Build {
  readonly variants: readonly Variant[]
  readonly sourceOf: (variant: Variant) => Promise<string>
}

const folder = new URL('../../../src/backend/wasm/', import.meta.url)

describe('the embedded modules', () => {
  it('are current: npm run build:wasm changes nothing', async () => {
    const build = (await import(new URL('assembly/build.js', folder).href)) as Build
    expect(build.variants.length).toBe(2)
    for (const variant of build.variants) {
      const committed = await readFile(new URL(`generated/${variant.file}.ts`, folder), 'utf8')
      expect(committed === (await build.sourceOf(variant))).toBe(true)
    }
  }, 120_000)
})
