/**
 * @file The program of a decoding thread as one text. From the sources it is bundled when it is first asked for. The build
 * of the package puts the text itself in the place of this module (`.ci/decoderText.ts`), so that neither Node nor a bundler
 * has to find a file.
 */
import type { BuildOptions, BuildResult } from 'esbuild'
import { loadPeer } from '../../core/loadPeer.js'

interface Bundler {
  readonly build: (options: BuildOptions) => Promise<BuildResult>
}

const isBundler = (module: unknown): module is Bundler =>
  typeof module === 'object' && module !== null && 'build' in module && typeof module.build === 'function'

const bundled = async (): Promise<string> => {
  const module = await loadPeer('esbuild')()
  if (!isBundler(module)) return ''
  const { outputFiles = [] } = await module.build({
    entryPoints: [decodeURIComponent(new URL('decoder.ts', import.meta.url).pathname)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: true,
    // Its ES modules, of which only what is used is taken.
    alias: { 'fp-ts/lib': 'fp-ts/es6' },
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

let text: Promise<string> | null = null

/** The text of the program. */
export const decoderProgram = (): Promise<string> => (text ??= bundled())
