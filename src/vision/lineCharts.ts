/**
 * @file The part of echarts that draws lines as SVG. Importing all of echarts, or its collections of charts, takes Node
 * two to three times as long.
 *
 * echarts registers what it can draw once for a process. Where a version of it has no such parts, or where an import map
 * names the whole alone, the whole is loaded.
 */
import type { Load } from '../core/loadPeer.js'
import { loadPeer } from '../core/loadPeer.js'

/** Modules that register themselves. */
const parts = [
  'echarts/lib/chart/line',
  'echarts/lib/component/gridSimple',
  'echarts/lib/component/legendPlain',
  'echarts/lib/component/title',
]

/** Registers what an extension installs. */
type Use = (install: unknown) => void

const hasUse = (loaded: unknown): loaded is { readonly use: Use } =>
  typeof loaded === 'object' && loaded !== null && 'use' in loaded && typeof loaded.use === 'function'

const hasInstall = (loaded: unknown): loaded is { readonly install: unknown } =>
  typeof loaded === 'object' && loaded !== null && 'install' in loaded

const loadParts = async (load: (name: string) => Load): Promise<unknown> => {
  const [core, renderer] = await Promise.all(
    ['echarts/core', 'echarts/lib/renderer/installSVGRenderer.js', ...parts].map((name) => load(name)()),
  )
  if (!hasUse(core) || !hasInstall(renderer)) return load('echarts')()
  core.use(renderer.install)
  return core
}

/** Imports what line charts need of echarts, by parts or as a whole; rejects where echarts is not installed. */
export const lineCharts = (load: (name: string) => Load = loadPeer): Promise<unknown> =>
  loadParts(load).catch(() => load('echarts')())
