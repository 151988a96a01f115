/**
 * @file Central differences that know their own error:
 *
 *     D(h) = (f(x + h v) - f(x - h v)) / 2h
 *
 * is off by what f is not a line (the truncation, which D(h) - D(2h) tells) and by the rounding of f and of x, which h
 * divides: about eps |f| / h. Three estimates are made of D(h), D(2h), D(4h): the first; 2 D(h) - D(2h), without the
 * error that is proportional to h, where a second derivative jumps; and (4 D(h) - D(2h)) / 3, without that of h^2.
 *
 * If the usual step is not good enough, others are tried: smaller ones beside a pole or where f is steep, larger ones
 * where f is large, and such as are relative to x. The one with the smallest relative error is taken; the derivative that is to
 * be judged has no say in that. The rounding of x and of intermediate values, which |f| does not tell, is
 * measured: third differences of close neighbours vanish but for it.
 */
import type { NumberArray } from '../../../src/core/Tensor.ts'
import type { Along, Weigh } from './kink.ts'

/** A slope, and how far it may be off. */
export interface Estimate {
  readonly value: number
  readonly error: number
}

/** A function along a line through a point. */
export interface Line {
  readonly along: Along
  readonly weigh: Weigh
  /** The size of what is weighed: sums of the sizes of terms. */
  readonly size: Weigh
  /** The point and the direction. */
  readonly x: readonly NumberArray[]
  readonly v: readonly NumberArray[]
}

/** How many units of rounding a value of a function is off. */
const units = 8 * Number.EPSILON

/** By how much a function may be off by rounding where its values have these sizes. */
export const roundingOf = (...sizes: readonly number[]): number => units * Math.max(0, ...sizes)

interface Difference {
  readonly values: readonly number[]
  /** The sizes of the function's values. */
  readonly sizes: readonly number[]
}

const differenceOf = ({ along, weigh, size }: Line, step: number): Difference => {
  const [above, below] = [along(step), along(-step)]
  const [high, low] = [weigh(above), weigh(below)]
  const [most, other] = [size(above), size(below)]
  return {
    values: high.map((y, i) => (y - (low[i] ?? Number.NaN)) / (2 * step)),
    sizes: most.map((y, i) => Math.max(y, other[i] ?? 0)),
  }
}

const entriesOf = ({ x, v }: Line): readonly (readonly [x: number, v: number])[] =>
  v
    .flatMap((array, k) => Array.from(array, (by, i) => [Math.abs(x[k]?.[i] ?? 0), Math.abs(by)] as const))
    .filter(([, by]) => by > 0)

/** The size of the point in units of the direction: the largest, and the smallest above 0. */
const extentOf = (line: Line): { readonly most: number; readonly least: number } => {
  const extents = entriesOf(line).flatMap(([x, v]) => (x > 0 ? [x / v] : []))
  return { most: Math.max(0, ...extents), least: Math.min(Infinity, ...extents) }
}

/** How large the error of an estimate is, relative to the slope or to a size. */
export const relativeError = ({ value, error }: Estimate, least: number): number =>
  Number.isFinite(value) && Number.isFinite(error) ? error / Math.max(least, Math.abs(value)) : Infinity

const better = (one: Estimate, other: Estimate, least: number): Estimate =>
  relativeError(other, least) < relativeError(one, least) ? other : one

/** The estimates with one step: of each entry, the best of three. */
const estimatesWith = (line: Line, step: number, { noise, least }: Refinement): readonly Estimate[] => {
  const [one, two, four] = [differenceOf(line, step), differenceOf(line, 2 * step), differenceOf(line, 4 * step)]
  return one.values.map((a, i) => {
    const [b, c] = [two.values[i] ?? Number.NaN, four.values[i] ?? Number.NaN]
    const rounding = Math.max(roundingOf(one.sizes[i] ?? 0), noise[i] ?? 0) / step
    const of = (value: number, again: number, times: number): Estimate => ({
      value,
      error: Math.abs(value - again) + times * rounding,
    })
    const [square, linear] = [of((4 * a - b) / 3, (4 * b - c) / 3, 2), of(2 * a - b, 2 * b - c, 3)]
    return better(of(a, b, 1), better(square, linear, least), least)
  })
}

/** How far apart, relative to the step, neighbours are whose differences tell the rounding of a function. */
const closeness = 1e-4

/** How many neighbours are compared. */
const neighbours = 10

/** Four times the rounding of a function on one side of a point, by third differences. */
const noiseBeside = ({ along, weigh }: Line, at: number, apart: number): readonly number[] => {
  const rows = Array.from({ length: neighbours }, (_, k) => weigh(along(at + k * apart)))
  return (rows[0] ?? []).map((_, i) => {
    const third = Array.from({ length: neighbours - 3 }, (_third, k) => {
      const [a, b, c, d] = [0, 1, 2, 3].map((j) => rows[k + j]?.[i] ?? Number.NaN)
      return Math.abs((d ?? 0) - (a ?? 0) - 3 * ((c ?? 0) - (b ?? 0)))
    })
    return Math.max(...third)
  })
}

/** On the quieter side, so that a jump on the other one does not count. */
const noiseApart = (line: Line, step: number, apart: number): readonly number[] => {
  const [above, below] = [noiseBeside(line, step, apart), noiseBeside(line, -step, -apart)]
  return above.map((a, i) => {
    const quiet = [a, below[i] ?? Number.NaN].filter(Number.isFinite)
    return quiet.length === 0 ? 0 : Math.min(...quiet)
  })
}

/**
 * The measured rounding of each entry. Neighbours are as close as the rounding of x permits, or farther where rounding
 * makes all of them the same.
 */
export const noiseOf = (line: Line, step: number): readonly number[] => {
  const narrow = noiseApart(line, step, Math.max(closeness * step, 64 * Number.EPSILON * extentOf(line).most))
  if (narrow.every((noise) => noise > 0)) return narrow
  const wide = [step / 32, step / 53].map((apart) => noiseApart(line, step, apart))
  return narrow.map((noise, i) => (noise > 0 ? noise : Math.max(...wide.map((row) => row[i] ?? 0))))
}

/** The estimates with the usual step, as they are where nothing is wrong. */
export const usualEstimates = (line: Line, step: number): readonly Estimate[] => {
  const [near, far] = [differenceOf(line, step), differenceOf(line, 2 * step)]
  return near.values.map((value, i) => ({
    value,
    error: Math.abs(value - (far.values[i] ?? Number.NaN)) + roundingOf(near.sizes[i] ?? 0) / step,
  }))
}

/** The slope with a step that is exact: only rounding is left. */
export const exactEstimates = (line: Line, step: number): readonly Estimate[] => {
  const { values, sizes } = differenceOf(line, step)
  return values.map((value, i) => ({ value, error: roundingOf(sizes[i] ?? 0) / step }))
}

/** The steps that are tried beside the usual one, in this order. */
const stepsFor = (line: Line, step: number): readonly number[] => {
  const { most, least } = extentOf(line)
  return [
    ...[1, 1e1, 1e2, 1e3, 1e4, 1e-2, 1e-4].map((times) => times * step),
    ...(least < 1 ? [1e-3, 1e-5].map((times) => times * least) : []),
    ...(most > 100 ? [1e-3, 1e-5].map((times) => times * most) : []),
  ]
}

/** What is known when other steps are tried. */
interface Refinement {
  /** By how much each value may be off, as measured. */
  readonly noise: readonly number[]
  /** The least size that errors are relative to. */
  readonly least: number
  /** The relative error that is small enough. */
  readonly goal: number
}

/** The best estimates that any step gives; no further step is tried once all are good enough. */
export const refinedEstimates = (line: Line, step: number, how: Refinement): readonly Estimate[] => {
  let found: readonly Estimate[] = []
  for (const tried of stepsFor(line, step)) {
    const estimates = estimatesWith(line, tried, how)
    found = estimates.map((estimate, i) => better(found[i] ?? estimate, estimate, how.least))
    if (found.every((estimate) => relativeError(estimate, how.least) <= how.goal)) break
  }
  return found
}
