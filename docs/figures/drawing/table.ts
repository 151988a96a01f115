/** @file Tables of numbers, which the figures of the guide are made of besides words. */
import { ink } from '../plate.ts'

/** The colors of cells, and of what is pointed out. */
export const colors = { input: '#ddf4ff', kernel: '#fff1c2', output: '#dafbe1', mark: '#bf3989' } as const

/** A number with at most so many digits after the point, and a true minus. */
export const shown = (value: number, digits = 2): string => String(Number(value.toFixed(digits))).replace('-', '−')

/** A table of numbers with its upper left corner at a place. */
export interface Table {
  readonly x: number
  readonly y: number
  readonly side: number
  readonly cells: readonly (readonly number[])[]
  /** The color of a cell; white where it is `null`. */
  readonly fill?: (row: number, column: number) => string | null
  /** What stands in a cell instead of its number. */
  readonly word?: (row: number, column: number) => string
  /** The color of what stands in a cell. */
  readonly color?: (row: number, column: number) => string
  /** Whether a cell's words stand higher, to leave room below. */
  readonly isRaised?: (row: number, column: number) => boolean
}

/** Things by a name that several of them share, in the order of their first. */
const byName = (things: readonly (readonly [name: string, thing: string])[]): readonly (readonly [string, string])[] =>
  [...new Set(things.map(([name]) => name))].map((name) => [
    name,
    things.flatMap((one) => (one[0] === name ? [one[1]] : [])).join(''),
  ])

/** A table of numbers: one path for the cells of a color, one group for the words of a color. */
export const table = ({ x, y, side, cells, fill, word, color, isRaised }: Table): string => {
  const places = cells.flatMap((row, i) => row.map((value, j) => ({ i, j, value })))
  const boxes = byName(
    places.map(({ i, j }) => [fill?.(i, j) ?? '#fff', `M${x + j * side} ${y + i * side}h${side}v${side}h-${side}z`]),
  )
  const words = byName(
    places.map(({ i, j, value }) => {
      const words = word?.(i, j) ?? shown(value)
      const [left, base] = [x + (j + 0.5) * side, y + (i + 0.5) * side + (isRaised?.(i, j) === true ? 1.5 : 4.5)]
      return [color?.(i, j) ?? ink, words === '' ? '' : `<text x="${left}" y="${base}">${words}</text>`]
    }),
  )
  return [
    ...boxes.map(([of, path]) => `<path d="${path}" fill="${of}" stroke="#d0d7de"/>`),
    ...words.map(([of, texts]) => `<g font-size="13" text-anchor="middle" fill="${of}">${texts}</g>`),
  ].join('\n')
}

/** The outline of cells of a table. */
export const frame = (x: number, y: number, width: number, height: number): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="none" stroke="${colors.mark}" stroke-width="2.5"/>`
