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
  /** What is counted along its width, from 1, and what is measured up its height. */
  readonly axes: { readonly across: string; readonly up: string }
  readonly lines: readonly Line[]
  /** How many values fit in its width. */
  readonly length: number
  /** The greatest value that fits in its height. */
  readonly top: number
  /** A place along the width that is marked. */
  readonly mark?: number
}

const [width, height] = [720, 190]

/** A chart whose height begins at 0; values above the top are drawn at it. */
export const chart = ({ label, axes, lines, length, top, mark }: Chart): TemplateResult => {
  const x = (index: number): string => ((width * index) / Math.max(1, length - 1)).toFixed(1)
  const y = (value: number): string => (height - (height * Math.min(value, top)) / top).toFixed(1)
  const path = (values: readonly number[]): string =>
    values.map((value, k) => `${k === 0 ? 'M' : 'L'}${x(k)} ${y(value)}`).join('')
  const counts = [1, ...[1 / 3, 2 / 3, 1].map((share) => Math.round(share * length))]
  const ticks = [0, 1 / 4, 1 / 2, 3 / 4, 1].map((share) => share * top)
  return html`<svg class="chart" role="img" aria-label=${label} viewBox=${`-58 -44 ${width + 84} ${height + 106}`}>
    ${ticks.map(
      (tick) =>
        svg`<path class="tick" d=${`M0 ${y(tick)}H${width}`} /><text x="-8" y=${Number(y(tick)) + 4}>${tick.toFixed(1)}</text>`,
    )}
    ${counts.map((count) => svg`<text class="count" x=${x(count - 1)} y=${height + 26}>${count}</text>`)}
    <text class="count" x=${width / 2} y=${height + 54}>${axes.across}</text>
    <text class="up" x="-50" y="-22">${axes.up}</text>
    ${mark === undefined ? '' : svg`<path class="mark" d=${`M${x(mark)} 0V${height}`} />`}
    ${lines.map(({ name, values }) => svg`<path class=${`line ${name}`} d=${path(values)} />`)}
  </svg>`
}
