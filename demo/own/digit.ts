/**
 * @file A photo of a digit as MNIST's digits are: ink from 0 to 255 on paper of 0, the digit's box scaled to 20 pixels and
 * its centre of mass in the middle of 28 x 28.
 */
import type { Raster } from './photo.ts'
import { inkOf } from './photo.ts'

/** The side of a digit's image. */
export const digitSide = 28

/** The longer side of the box that holds the ink. */
const boxSide = 20

/** How many shades the threshold is chosen from. */
const shades = 64

/**
 * The level that best separates ink from paper (Otsu, "A threshold selection method from gray-level histograms", 1979):
 * the one with the greatest variance between both sides.
 */
export const threshold = (ink: readonly number[]): number => {
  const histogram = new Uint32Array(shades)
  for (const one of ink) {
    const shade = Math.min(shades - 1, Math.floor(one * shades))
    histogram[shade] = (histogram[shade] ?? 0) + 1
  }
  const total = histogram.reduce((sum, count, shade) => sum + count * shade, 0)
  let [below, sumBelow, best, chosen] = [0, 0, -1, 0]
  histogram.forEach((count, shade) => {
    below += count
    sumBelow += count * shade
    const above = ink.length - below
    if (below === 0 || above === 0) return
    const between = below * above * (sumBelow / below - (total - sumBelow) / above) ** 2
    if (between > best) [best, chosen] = [between, shade + 1]
  })
  return chosen / shades
}

/** The rows or columns from the first to the last with ink; `null` without any. */
const extent = (marks: readonly boolean[]): readonly [from: number, to: number] | null => {
  const [from, last] = [marks.indexOf(true), marks.lastIndexOf(true)]
  return from < 0 ? null : [from, last + 1]
}

/** How much of each of `length` cells lies in a stretch of the line; the parts add up to 1. */
const covering = (length: number, from: number, to: number): readonly (readonly [index: number, part: number])[] =>
  Array.from({ length: Math.ceil(to) - Math.floor(from) }, (_, k) => {
    const index = Math.floor(from) + k
    return [index, (Math.min(to, index + 1) - Math.max(from, index)) / (to - from)] as const
  }).filter(([index, part]) => index < length && part > 0)

interface Plane {
  readonly rows: number
  readonly columns: number
  readonly values: readonly number[]
}

/** A part of a plane in other rows and columns; each is the average of what it covers. */
const resized = (
  { rows, columns, values }: Plane,
  [top, bottom]: readonly [number, number],
  [left, right]: readonly [number, number],
  [newRows, newColumns]: readonly [number, number],
): Plane => {
  const [high, wide] = [(bottom - top) / newRows, (right - left) / newColumns]
  const down = Array.from({ length: newRows }, (_, i) => covering(rows, top + i * high, top + (i + 1) * high))
  const along = Array.from({ length: newColumns }, (_, j) => covering(columns, left + j * wide, left + (j + 1) * wide))
  const average = (i: number, j: number): number =>
    (down[i] ?? []).reduce(
      (sum, [row, part]) =>
        sum +
        part *
          (along[j] ?? []).reduce((inner, [column, share]) => inner + share * (values[row * columns + column] ?? 0), 0),
      0,
    )
  return {
    rows: newRows,
    columns: newColumns,
    values: Array.from({ length: newRows * newColumns }, (_, k) => average(Math.floor(k / newColumns), k % newColumns)),
  }
}

/** A plane on paper of 28 x 28, with its centre of mass in the middle, as far as that leaves all of it on the paper. */
const centred = ({ rows, columns, values }: Plane): readonly number[] => {
  const mass = values.reduce((sum, value) => sum + value, 0)
  const middle = (place: (k: number) => number): number =>
    values.reduce((sum, value, k) => sum + value * (place(k) + 0.5), 0) / mass
  const shift = (centre: number, length: number): number =>
    Math.min(Math.max(Math.round(digitSide / 2 - centre), 0), digitSide - length)
  const down = shift(
    middle((k) => Math.floor(k / columns)),
    rows,
  )
  const right = shift(
    middle((k) => k % columns),
    columns,
  )
  return Array.from({ length: digitSide * digitSide }, (_, k) => {
    const [row, column] = [Math.floor(k / digitSide) - down, (k % digitSide) - right]
    const isInside = row >= 0 && row < rows && column >= 0 && column < columns
    return isInside ? (values[row * columns + column] ?? 0) : 0
  })
}

/** The digit of a photo, 28 x 28 pixels from 0 to 255; `null` if the photo has no ink. */
export const digitOf = ({ rows, columns, bytes }: Raster): readonly number[] | null => {
  const ink = inkOf(bytes)
  const level = threshold(ink)
  const [inRows, inColumns] = [Array<boolean>(rows).fill(false), Array<boolean>(columns).fill(false)]
  ink.forEach((one, k) => {
    if (one <= level) return
    inRows[Math.floor(k / columns)] = true
    inColumns[k % columns] = true
  })
  const [down, along] = [extent(inRows), extent(inColumns)]
  if (down === null || along === null) return null
  const [high, wide] = [down[1] - down[0], along[1] - along[0]]
  const scale = boxSide / Math.max(high, wide)
  // Paper is never quite even: what is far below the threshold is none of the ink.
  const clean = ink.map((one) => Math.min(1, Math.max(0, (one - level / 2) / Math.max(1e-6, 1 - level))))
  const size = [Math.max(1, Math.round(high * scale)), Math.max(1, Math.round(wide * scale))] as const
  const box = resized({ rows, columns, values: clean }, down, along, size)
  const darkest = box.values.reduce((most, value) => Math.max(most, value), 0)
  return centred(box).map((value) => Math.round((255 * value) / darkest))
}
