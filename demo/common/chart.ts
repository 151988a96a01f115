/** @file Curves as SVG, in the colours of the page. */
import type { TemplateResult } from 'lit-html'
import { html, svg } from 'lit-html'

/** One curve. */
interface Line {
  readonly name: string
  readonly values: readonly number[]
}

/** What a chart shows. */
interface Chart {
  readonly label: string
  readonly lines: readonly Line[]
  /** How many values fit in its width. */
  readonly length: number
  /** The greatest value that fits in its height. */
  readonly top: number
  /** A place along the width that is marked. */
  readonly mark?: number
}

const [width, height] = [600, 180]

/** A chart whose height begins at 0; values above the top are drawn at it. */
export const chart = ({ label, lines, length, top, mark }: Chart): TemplateResult => {
  const x = (index: number): string => ((width * index) / Math.max(1, length - 1)).toFixed(1)
  const y = (value: number): string => (height - (height * Math.min(value, top)) / top).toFixed(1)
  const path = (values: readonly number[]): string =>
    values.map((value, k) => `${k === 0 ? 'M' : 'L'}${x(k)} ${y(value)}`).join('')
  const ticks = [0, 1 / 4, 1 / 2, 3 / 4, 1].map((share) => share * top)
  return html`<svg class="chart" role="img" aria-label=${label} viewBox=${`-50 -8 ${width + 58} ${height + 16}`}>
    ${ticks.map(
      (tick) =>
        svg`<path class="tick" d=${`M0 ${y(tick)}H${width}`} /><text x="-8" y=${Number(y(tick)) + 4}>${tick.toFixed(1)}</text>`,
    )}
    ${mark === undefined ? '' : svg`<path class="mark" d=${`M${x(mark)} 0V${height}`} />`}
    ${lines.map(({ name, values }) => svg`<path class=${`line ${name}`} d=${path(values)} />`)}
  </svg>`
}
