/**
 * @file The taps of a resized side: for each of its cells, the cells of the image that it sees, and their weights.
 *
 *     place of cell i, s = from / to (or 1 / scale):
 *       halfPixel           (i + 1/2) s - 1/2                     centres of cells lie on one another
 *       asymmetric          i s                                   first edges do
 *       alignCorners        i (from - 1) / (to - 1)               the outermost centres do
 *       halfPixelSymmetric  (i + 1/2 - to / 2) s + (from - 1) / 2 the middles do, where a scale gives no whole length
 *
 *     weight of cell p:  h((p - place) / r) / sum of h, r = 1, or max(1, s) where cells are averaged (antialias)
 *       triangle  h(t) = 1 - |t| up to 1
 *       cubic     h(t) = (1 - |t|) (1 + |t| - (a + 2) t^2) up to 1, a (|t| - 1) (|t| - 2)^2 up to 2   (Keys, 1981)
 *
 * Places are fractions of whole numbers, so that a cell on a border is recognized exactly, and a cell with weight 0 is
 * not seen at all.
 */

/** How the centres of the result's cells are placed on the image. */
export type Coordinates = 'halfPixel' | 'asymmetric' | 'alignCorners' | 'halfPixelSymmetric'

/** Which cell is taken for a place between two; the last two differ only where both cells are equally near. */
export type Rounding = 'floor' | 'ceil' | 'preferFloor' | 'preferCeil'

/** A quotient, of whole numbers wherever sizes or a scale allow it; the denominator is above 0. */
type Fraction = readonly [over: number, under: number]

/** A side of the image and of the result. */
export interface Side {
  readonly from: number
  readonly to: number
  /** How many cells of the image correspond to one cell of the result. */
  readonly step: Fraction
}

/** A cell of the image, and its weight. */
export type Weight = readonly [cell: number, weight: number]

/** For each cell along a side of the result, the cells of the image that it sees, and their weights. */
export type Taps = readonly (readonly Weight[])[]

/** The largest denominator with which places are still whole numbers. */
const mostUnder = 2 ** 26

/** The simplest fraction that equals a number exactly; the number over 1 where there is no short one. */
export const fractionOf = (value: number): Fraction => {
  // Convergents of the continued fraction.
  const next = (rest: number, [p, q]: Fraction, [p0, q0]: Fraction): Fraction => {
    const whole = Math.floor(rest)
    const [over, under] = [whole * p + p0, whole * q + q0]
    return under > mostUnder || !Number.isSafeInteger(over)
      ? [value, 1]
      : over / under === value
        ? [over, under]
        : next(1 / (rest - whole), [over, under], [p, q])
  }
  return next(value, [1, 0], [0, 1])
}

const placeOf: Readonly<Record<Coordinates, (i: number, side: Side) => Fraction>> = {
  halfPixel: (i, { step: [over, under] }) => [(2 * i + 1) * over - under, 2 * under],
  asymmetric: (i, { step: [over, under] }) => [i * over, under],
  alignCorners: (i, { from, to }) => (to > 1 ? [i * (from - 1), to - 1] : [0, 1]),
  halfPixelSymmetric: (i, { from, to, step: [over, under] }) => [
    (2 * i + 1 - to) * over + (from - 1) * under,
    2 * under,
  ],
}

const rounded: Readonly<Record<Rounding, (place: Fraction) => number>> = {
  floor: ([over, under]) => Math.floor(over / under),
  ceil: ([over, under]) => Math.ceil(over / under),
  preferFloor: ([over, under]) => Math.ceil((2 * over - under) / (2 * under)),
  preferCeil: ([over, under]) => Math.floor((2 * over + under) / (2 * under)),
}

const inside = (cell: number, from: number): number => Math.min(from - 1, Math.max(0, cell))

/** The taps of the cells that are nearest. */
export const nearestTaps = (side: Side, coordinates: Coordinates, rounding: Rounding): Taps =>
  Array.from({ length: side.to }, (_, i) => [[inside(rounded[rounding](placeOf[coordinates](i, side)), side.from), 1]])

/** The taps of the means over windows that divide a side. */
export const areaTaps = (from: number, to: number): Taps =>
  Array.from({ length: to }, (_, i) => {
    const [low, high] = [Math.floor((i * from) / to), Math.ceil(((i + 1) * from) / to)]
    return Array.from({ length: high - low }, (_cell, k) => [low + k, 1 / (high - low)] as const)
  })

/** A weight that falls off with the distance from the place, to 0 at its reach. */
interface Falloff {
  readonly reach: number
  readonly weight: (distance: number) => number
}

export const triangle: Falloff = { reach: 1, weight: (t) => 1 - t }

/** Keys' kernel: written by its zeros, so that it is exactly 0 there. */
export const cubic = (a: number): Falloff => ({
  reach: 2,
  weight: (t) => (t <= 1 ? (1 - t) * (1 + t - (a + 2) * t * t) : a * (t - 1) * (t - 2) * (t - 2)),
})

/** How cells are weighted. */
interface Weighing {
  readonly coordinates: Coordinates
  readonly falloff: Falloff
  /** Whether each cell of a smaller result averages all cells that it covers. */
  readonly antialias: boolean
  /** What lies outside: the cell at the edge again, or nothing. */
  readonly outside: 'edge' | 'none'
}

const stepOf = ({ from, to, step }: Side, coordinates: Coordinates): Fraction =>
  coordinates === 'alignCorners' ? (to > 1 ? [from - 1, to - 1] : [1, 1]) : step

const sumOf = (weights: readonly Weight[]): number => weights.reduce((sum, [, weight]) => sum + weight, 0)

/** Each cell once, and only cells with weight. Cells are in order, so that only those at the edges repeat. */
const merged = (weights: readonly Weight[]): readonly Weight[] => {
  const [first, last] = [weights[0]?.[0], weights.at(-1)?.[0]]
  return weights
    .filter(([cell], k) => weights[k - 1]?.[0] !== cell)
    .map(([cell, weight]): Weight => {
      const isEdge = cell === first || cell === last
      return [cell, isEdge ? sumOf(weights.filter(([other]) => other === cell)) : weight]
    })
    .filter(([, weight]) => weight !== 0)
}

/** The cells around a place, inside or not, with their weights. */
const around = ([over, under]: Fraction, [wide, narrow]: Fraction, { reach, weight }: Falloff): readonly Weight[] => {
  const first = Math.floor(over / under)
  const rest = over - first * under
  const most = Math.ceil((reach * wide) / narrow)
  // The distance over the width in one division, so that a distance of exactly the reach is recognized.
  const distance = (k: number): number => Math.abs((k * under - rest) * narrow) / (under * wide)
  return Array.from({ length: 2 * most + 1 }, (_, k): Weight => {
    const t = distance(k - most)
    return [first + k - most, t < reach ? weight(t) : 0]
  }).filter(([, w]) => w !== 0)
}

/** The taps of weighed means around places. */
export const weighedTaps = (side: Side, { coordinates, falloff, antialias, outside }: Weighing): Taps => {
  const step = stepOf(side, coordinates)
  const width: Fraction = antialias && step[0] > step[1] ? step : [1, 1]
  const isInside = ([cell]: Weight): boolean => cell === inside(cell, side.from)
  return Array.from({ length: side.to }, (_, i) => {
    const all = around(placeOf[coordinates](i, side), width, falloff)
    const within = outside === 'none' ? all.filter(isInside) : []
    const kept = within.length > 0 ? within : all.map(([cell, weight]): Weight => [inside(cell, side.from), weight])
    const total = antialias || outside === 'none' ? sumOf(kept) : 1
    return merged(kept.map(([cell, weight]): Weight => [cell, weight / total]))
  })
}
