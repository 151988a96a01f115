/**
 * @file Slopes of a function by differences and by its derivative, and which of their differences mean something:
 *
 *     |numeric - analytic| <= tolerance max(|numeric|, |analytic|, min(1, the largest of all))    or <= the error of numeric
 *
 * If that error is more than the tolerance of slopes of size 1, they cannot be told apart: the point is ill conditioned,
 * unless they differ by many times the error.
 */
import type { NumberArray, Tensor } from '../../../src/core/Tensor.ts'
import { leaf } from '../../../src/core/Tensor.ts'
import { referenceRuntime } from '../../../src/runtime/referenceRuntime.ts'
import type { Kink, Uncertainty } from '../Equation.ts'
import type { Estimate, Line } from './difference.ts'
import { exactEstimates, noiseOf, refinedEstimates, relativeError, roundingOf, usualEstimates } from './difference.ts'
import type { Along, Weigh } from './kink.ts'
import { isKinked, kinksAlong } from './kink.ts'

type Tensors = readonly Tensor[]

/** A function of tensors to tensors. */
export type MultiFunction = (xs: Tensors) => Tensors

type Rows = readonly (readonly number[])[]

/** How a finite difference is taken and judged. */
export interface DifferenceOptions {
  readonly step: number
  readonly tolerance: number
  /** Whether the step is exact, so that only rounding is left. */
  readonly exact: boolean
}

/** The slopes of a function at a point, by differences and by its derivative. */
export interface Slopes {
  /** The directions in which slopes are taken, each with an array for each input. */
  readonly directions: readonly (readonly NumberArray[])[]
  /** For each direction, one number (along a cotangent) or one for each entry of the outputs. */
  readonly numeric: Rows
  readonly analytic: Rows
  /** By how much each numeric slope may be off. */
  readonly errors: Rows
  /** The least size that differences are judged relative to. */
  readonly least: number
  /** The error of numeric slopes where it is too large to judge the analytic ones. */
  readonly uncertainty: Uncertainty | null
  /** The kink that explains why analytic and numeric slopes differ, if there is one. */
  readonly kink: () => Kink | null
}

/** What slopes are taken of. */
export interface Probes {
  readonly f: MultiFunction
  readonly xs: Tensors
  readonly directions: readonly (readonly NumberArray[])[]
  readonly weigh: Weigh
  /** The size of what is weighed: sums of the sizes of terms. */
  readonly size: Weigh
  readonly analytic: Rows
}

/** The outputs at x + by v, computed. */
const alongOf = (f: MultiFunction, xs: Tensors, vs: readonly NumberArray[]): Along => {
  const values = referenceRuntime.evaluate(xs)
  return (by) =>
    referenceRuntime.evaluate(
      f(
        xs.map(({ shape }, k) => {
          const [x, v] = [values[k] ?? [], vs[k] ?? []]
          return leaf(
            Float64Array.from({ length: x.length }, (_, i) => (x[i] ?? 0) + by * (v[i] ?? 0)),
            shape,
          )
        }),
      ),
    )
}

/** An entry of a Jacobian, by both ways, and by how much the difference may be off. */
interface Pair {
  readonly numeric: number
  readonly analytic: number
  readonly error: number
}

const sizeOfPair = ({ numeric, analytic }: Pair): number => Math.max(Math.abs(numeric), Math.abs(analytic))

const largestOf = (values: readonly number[]): number =>
  values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0)

/** How many times its error a slope has to be off so that a derivative is wrong though the point is ill conditioned. */
const proof = 10

/** How far slopes may be off where terms of about 10 cancel, which the values do not show: what is smaller cannot be judged. */
const floor = 1e-9

interface Judgement extends Pick<Slopes, 'least' | 'uncertainty'> {
  readonly isWrong: (pair: Pair) => boolean
}

const judgement = (pairs: readonly Pair[], { tolerance, exact }: DifferenceOptions): Judgement => {
  const size = Math.min(1, largestOf(pairs.flatMap(({ numeric, analytic }) => [numeric, analytic])))
  const allowed = (pair: Pair): number => Math.max(floor, tolerance * Math.max(size, sizeOfPair(pair)))
  const bearable = (pair: Pair): number => tolerance * Math.max(1, sizeOfPair(pair))
  const isUnsure = (pair: Pair): boolean => !exact && pair.error > bearable(pair)
  const isWrong = (pair: Pair): boolean => {
    const most = isUnsure(pair) ? allowed(pair) + proof * pair.error : Math.max(allowed(pair), pair.error)
    return !(Math.abs(pair.numeric - pair.analytic) <= most)
  }
  const floors = pairs.filter((pair) => !isUnsure(pair) && pair.error > allowed(pair))
  const errors = [floor, ...floors.map(({ error }) => error)]
  const least = Math.max(size, ...errors.map((error) => error / tolerance).filter(Number.isFinite))
  const worst = pairs.some(isWrong) ? undefined : pairs.filter(isUnsure).toSorted((a, b) => b.error - a.error)[0]
  const uncertainty = worst === undefined ? null : { error: worst.error, allowed: bearable(worst) }
  return { least, uncertainty, isWrong }
}

interface Found {
  readonly estimates: readonly Estimate[]
  /** The kinks that are near, at entries that no other step was sought for. */
  readonly kinks: () => readonly (Kink | null)[]
}

/** The slopes along a line: with the usual step or, where it is not good enough and no kink is to blame, the best. */
const foundAlong = (
  line: Line,
  usual: readonly Estimate[],
  analytic: readonly number[],
  largest: number,
  { step, tolerance }: DifferenceOptions,
): Found => {
  const least = Math.min(1, largest)
  const goal = tolerance / 10
  const kinksWith = (noise: readonly number[]) =>
    kinksAlong(line.along, line.weigh, analytic, { step, tolerance, least, noise })
  const rounding = (): readonly number[] => line.size(line.along(0)).map((size) => roundingOf(size))
  // What agrees with the usual step needs no other, unless by chance: a larger one could reach over a jump.
  const isFine = usual.every(({ value, error }, i) => {
    const other = analytic[i] ?? Number.NaN
    const allowed = tolerance * Math.max(1, Math.abs(value), Math.abs(other))
    return Number.isFinite(allowed) && Math.abs(value - other) <= allowed && error <= allowed
  })
  if (isFine) return { estimates: usual, kinks: () => kinksWith(rounding()) }
  const noise = noiseOf(line, step)
  const near = kinksWith(rounding().map((size, i) => Math.max(size, noise[i] ?? 0)))
  const kinked = isKinked(line.along, line.weigh, step)
  const isKept = usual.map(
    ({ value, error }, i) =>
      relativeError({ value, error: error + (noise[i] ?? 0) / step }, least) <= goal ||
      ((near[i] ?? null) !== null && kinked[i] === true),
  )
  const refined = isKept.every(Boolean) ? [] : refinedEstimates(line, step, { noise, least, goal })
  const estimates = usual.map((estimate, i) => (isKept[i] === true ? estimate : (refined[i] ?? estimate)))
  const isClear = estimates.map(
    ({ value, error }, i) => isKept[i] !== true && error <= tolerance * Math.max(1, Math.abs(value)),
  )
  return { estimates, kinks: () => near.map((kink, i) => (isClear[i] === true ? null : kink)) }
}

/** Slopes along directions. */
export const slopesAlong = (probes: Probes, options: DifferenceOptions): Slopes => {
  const { f, xs, directions, weigh, size, analytic } = probes
  const { step, exact } = options
  const x = referenceRuntime.evaluate(xs)
  const lines = directions.map((v): Line => ({ along: alongOf(f, xs, v), weigh, size, x, v }))
  const usual = lines.map((line) => (exact ? exactEstimates : usualEstimates)(line, step))
  const largest = largestOf(usual.flatMap((row) => row.map(({ value }) => value)))
  const found = lines.map((line, j): Found => {
    const estimates = usual[j] ?? []
    return exact ? { estimates, kinks: () => [] } : foundAlong(line, estimates, analytic[j] ?? [], largest, options)
  })
  const pairs = found.map(({ estimates }, j) =>
    estimates.map(({ value, error }, i): Pair => ({ numeric: value, error, analytic: analytic[j]?.[i] ?? Number.NaN })),
  )
  const { least, uncertainty, isWrong } = judgement(pairs.flat(), options)
  // A kink is an excuse only where it explains every slope that differs.
  const kink = (): Kink | null => {
    const kinks = found.map((one) => one.kinks())
    const unexplained = pairs.some((row, j) => row.some((pair, i) => isWrong(pair) && (kinks[j]?.[i] ?? null) === null))
    return unexplained ? null : (kinks.flat().find((one) => one !== null) ?? null)
  }
  const numeric = pairs.map((row) => row.map((pair) => pair.numeric))
  const errors = pairs.map((row) => row.map(({ error }) => error))
  return { directions, numeric, analytic, errors, least, uncertainty, kink }
}
