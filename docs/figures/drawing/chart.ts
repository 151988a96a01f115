/** @file Curves over a common axis, each with its name in its color. */
import { ink, muted, plate, text } from '../plate.ts'

/** One curve: values at equal distances. */
export interface Curve {
  readonly name: string
  readonly values: readonly number[]
}

/** What a chart shows. */
export interface Chart {
  readonly title: string
  readonly curves: readonly Curve[]
  readonly width: number
  readonly height: number
  /** The first and last place along the horizontal axis, and its name. */
  readonly along: readonly [from: number, to: number, name: string]
  /** Lines across, each with what stands beside it; the first and the last bound the picture. */
  readonly ticks: readonly number[]
  /** Whether equal ratios have equal distances. */
  readonly isLogarithmic?: boolean
  readonly showTick?: (tick: number) => string
}

const palette = '#1f77b4 #ff7f0e #2ca02c #d62728 #9467bd #8c564b #e377c2 #7f7f7f #bcbd22 #17becf'.split(' ')
const [left, right, top, bottom] = [54, 104, 20, 40]

/** Heights in order, moved apart so that names do not lie over one another. */
const apart = (heights: readonly number[], gap: number): readonly number[] =>
  heights.reduce<readonly number[]>(
    (placed, height) => [...placed, Math.max(height, (placed.at(-1) ?? -gap) + gap)],
    [],
  )

/** A chart. Values beyond the bounds are drawn at them. */
export const chart = (given: Chart): string => {
  const { title, curves, width, height, along, ticks, isLogarithmic = false, showTick = String } = given
  const [across, high] = [width - left - right, height - top - bottom]
  const scaled = (value: number): number => (isLogarithmic ? Math.log(value) : value)
  const [least, most] = [Math.min(...ticks), Math.max(...ticks)]
  const y = (value: number): number => {
    const bounded = Math.min(Math.max(value, least), most)
    return top + high * (1 - (scaled(bounded) - scaled(least)) / (scaled(most) - scaled(least)))
  }
  const path = ({ values }: Curve): string =>
    values
      .map((value, k) => {
        const x = left + (across * k) / Math.max(values.length - 1, 1)
        return `${k === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y(value).toFixed(1)}`
      })
      .join('')
  const colorOf = (curve: Curve): string => palette[curves.indexOf(curve) % palette.length] ?? ink
  const ends = [...curves].sort((a, b) => (b.values.at(-1) ?? 0) - (a.values.at(-1) ?? 0))
  const heights = apart(
    ends.map((curve) => y(curve.values.at(-1) ?? 0)),
    14,
  )
  return plate({ width, height, title }, [
    ...ticks.flatMap((tick) => [
      `<path d="M${String(left)} ${y(tick).toFixed(1)}H${String(left + across)}" stroke="#d8dee4"/>`,
      text(left - 8, Math.round(y(tick)) + 4, showTick(tick), { size: 12, fill: muted, anchor: 'end' }),
    ]),
    ...[along[0], along[1]].map((place, k) =>
      text(left + k * across, top + high + 18, String(place), { size: 12, fill: muted, anchor: 'middle' }),
    ),
    text(left + across / 2, top + high + 18, along[2], { size: 12, fill: muted, anchor: 'middle' }),
    ...curves.map(
      (curve) =>
        `<path d="${path(curve)}" fill="none" stroke="${colorOf(curve)}" stroke-width="2" stroke-linejoin="round"/>`,
    ),
    ...ends.map((curve, k) =>
      text(left + across + 8, Math.round(heights[k] ?? 0) + 4, curve.name, {
        size: 12,
        fill: colorOf(curve),
        bold: true,
      }),
    ),
  ])
}
