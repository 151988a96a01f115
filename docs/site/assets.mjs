/** @file What the pages need beside TypeDoc's own files: KaTeX's style and fonts. */
import { RendererEvent } from 'typedoc'
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const katex = 'node_modules/katex/dist'

/** Copies KaTeX's style and its fonts in the format that every browser reads. */
export const addAssets = (app) =>
  app.renderer.on(RendererEvent.END, ({ outputDirectory }) => {
    const assets = join(outputDirectory, 'assets')
    mkdirSync(join(assets, 'fonts'), { recursive: true })
    for (const font of readdirSync(join(katex, 'fonts')).filter((name) => name.endsWith('.woff2')))
      cpSync(join(katex, 'fonts', font), join(assets, 'fonts', font))
    const own = readFileSync(join(assets, 'custom.css'), 'utf8')
    writeFileSync(join(assets, 'custom.css'), readFileSync(join(katex, 'katex.min.css'), 'utf8') + own)
  })
