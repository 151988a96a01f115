/**
 * @file Curves of training as an SVG picture, drawn by echarts without a browser.
 *
 * echarts is an optional peer and loaded when a picture is asked for; where it is missing, the left side says so. In what
 * a bundler makes, hand in the import: `curves(series, { echarts: () => import('echarts') })`. The
 * same curves give the same text.
 */
import { checkOptions } from '../core/options.ts'
import { checkRange } from '../core/numberRules.ts'
import { checkSizes } from '../core/shapeRules.ts'
import { refuse } from '../core/TensorError.ts'
import { foundValue } from '../core/foundValue.ts'
import { checkText, printable } from './svg.ts'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Load } from '../core/loadPeer.js'
import { lineCharts } from './lineCharts.ts'

/** One curve: its points in order, a gap where `y` is not finite. */
export interface Curve {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
  /** `'thin'` for the raw values behind a smoothed curve, `'dots'` for a few values; `'line'` by default. */
  readonly style?: 'line' | 'thin' | 'dots'
}

/** How {@link curves} draws. */
export interface CurvesOptions {
  readonly title?: string
  readonly xLabel?: string
  readonly yLabel?: string
  /** Bounds of the vertical axis; those of the values by default. */
  readonly yRange?: readonly [least: number, greatest: number]
  readonly yScale?: 'linear' | 'log'
  /** The size in pixels; 800 by 450 by default. */
  readonly width?: number
  readonly height?: number
  /**
   * Imports echarts. Needed in what a bundler makes, which cannot know otherwise that echarts belongs to it; Node finds it
   * in `node_modules`, and a page by its import map.
   */
  readonly echarts?: Load
}

/** The part of echarts that is used. */
interface Echarts {
  readonly init: (
    element: null,
    theme: null,
    options: { readonly renderer: 'svg'; readonly ssr: true; readonly width: number; readonly height: number },
  ) => {
    readonly setOption: (option: unknown) => void
    readonly renderToSVGString: () => string
    readonly dispose: () => void
  }
}

const isEcharts = (loaded: unknown): loaded is Echarts =>
  typeof loaded === 'object' && loaded !== null && 'init' in loaded && typeof loaded.init === 'function'

const echartsOf = (loaded: unknown): Echarts =>
  isEcharts(loaded)
    ? loaded
    : refuse('curves', [], { expected: 'a module with a function init', found: typeof loaded }, 'draw with echarts')

/** Why there is no picture. */
export type CurvesError =
  { readonly _tag: 'MissingPeer'; readonly name: 'echarts' } | { readonly _tag: 'NotDrawn'; readonly reason: string }

/**
 * A sentence that explains why there is no picture.
 *
 * @example
 * ```ts
 * import { showCurvesError } from 'cotangent/vision'
 *
 * showCurvesError({ _tag: 'MissingPeer', name: 'echarts' })
 * // => "Cannot draw curves: the package echarts is not found; …"
 * ```
 */
export const showCurvesError = (error: CurvesError): string =>
  error._tag === 'MissingPeer'
    ? `Cannot draw curves: the package ${error.name} is not found; install it, and in a bundle pass ${error.name}: () => import('${error.name}')`
    : `Cannot draw curves: ${error.reason}`

const palette = ['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd', '#8c564b'] as const

/**
 * A text as echarts takes it: without letters that XML cannot hold, and not the name under which JavaScript keeps an
 * object's prototype, which echarts would change, since it remembers texts in a plain object.
 */
const worded = (text: string): string => printable(text).replace(/^__proto__$/, '__proto__\u2060')

const isPoint = (point: unknown): boolean =>
  Array.isArray(point) && point.length === 2 && point.every((value) => typeof value === 'number')

const styles = { line: true, thin: true, dots: true } as const

const checkSeries = (series: readonly Curve[]): void => {
  if (!Array.isArray(series))
    return refuse('curves', [], { expected: 'a list of curves', found: foundValue(series) }, 'draw curves')
  series.forEach((curve: Curve) => {
    const { name, points } = checkOptions('curves', curve, { name: true, points: true, style: styles })
    checkText('curves', 'name', name)
    if (!Array.isArray(points) || !points.every(isPoint))
      refuse('curves', [], { expected: 'points [x, y]', found: foundValue(points) }, `draw the curve '${name}'`)
  })
}

const seriesOf = ({ name, points, style = 'line' }: Curve) => ({
  type: 'line' as const,
  name: worded(name),
  data: points.map(([x, y]) => [x, Number.isFinite(y) ? y : null]),
  showSymbol: style === 'dots' || points.length === 1,
  symbolSize: 7,
  lineStyle: { width: style === 'thin' ? 1 : 2, opacity: style === 'thin' ? 0.45 : 1 },
})

const axisName = (label: string, gap: number) => ({ name: label, nameLocation: 'middle' as const, nameGap: gap })

const chartOf = (series: readonly Curve[], options: CurvesOptions) => {
  const [min, max] = options.yRange ?? [undefined, undefined]
  const bounds = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }
  const several = series.length > 1
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: 'sans-serif' },
    title: { text: worded(options.title ?? ''), left: 'center', top: 10, textStyle: { fontSize: 16, fontWeight: 600 } },
    color: [...palette],
    legend: { show: several, top: 38, itemGap: 24, data: series.map(({ name }) => worded(name)) },
    grid: { left: 70, right: 30, top: several ? 75 : 55, bottom: 55 },
    xAxis: {
      type: 'value' as const,
      ...axisName(worded(options.xLabel ?? ''), 30),
      scale: true,
      minInterval: series.every(({ points }) => points.every(([x]) => Number.isInteger(x))) ? 1 : 0,
    },
    yAxis: {
      type: options.yScale === 'log' ? ('log' as const) : ('value' as const),
      ...axisName(worded(options.yLabel ?? ''), 48),
      ...bounds,
      scale: true,
    },
    series: series.map(seriesOf),
  }
}

/** A short text that differs where two texts do (FNV-1a). */
const fingerprint = (text: string): string => {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(36)
}

/**
 * echarts numbers what it draws through the life of a process. Numbered anew within the picture and marked by what is
 * drawn, the same curves give the same text, and pictures on one page stay apart.
 */
const withOwnIds = (svg: string, mark: string): string => {
  const numbers = new Map<string, number>()
  return svg.replaceAll(/zr\d+-\w+(-\d+)?/g, (id) => {
    const number = numbers.get(id) ?? numbers.size
    numbers.set(id, number)
    return `curves-${mark}-${number}`
  })
}

/**
 * Draws curves over a common horizontal axis, as the text of an SVG file.
 *
 * @example
 * ```ts
 * import { curves } from 'cotangent/vision'
 * import { either as E } from 'fp-ts'
 *
 * const loss = { name: 'loss', points: [[1, 2.3], [2, 0.9], [3, 0.4]] } as const
 * const svg = await curves([loss], { title: 'Training', xLabel: 'epoch' })()
 * E.isRight(svg) && svg.right.startsWith('<svg') // => true
 * ```
 */
export const curves = (series: readonly Curve[], given: CurvesOptions = {}): TE.TaskEither<CurvesError, string> => {
  const options = checkOptions('curves', given, {
    title: checkText,
    xLabel: checkText,
    yLabel: checkText,
    yRange: checkRange,
    yScale: { linear: true, log: true },
    width: true,
    height: true,
    echarts: true,
  })
  checkSizes('curves', { width: options.width, height: options.height })
  checkSeries(series)
  return pipe(
    TE.tryCatch(
      async () => echartsOf(await (options.echarts ?? lineCharts)()),
      (): CurvesError => ({ _tag: 'MissingPeer', name: 'echarts' }),
    ),
    TE.chainEitherK((echarts) =>
      E.tryCatch(
        () => {
          const { width = 800, height = 450 } = options
          const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height })
          const drawing = chartOf(series, options)
          chart.setOption(drawing)
          const svg = chart.renderToSVGString()
          chart.dispose()
          return withOwnIds(svg, fingerprint(JSON.stringify(drawing)))
        },
        (thrown): CurvesError => ({
          _tag: 'NotDrawn',
          reason: thrown instanceof Error ? thrown.message : String(thrown),
        }),
      ),
    ),
  )
}
