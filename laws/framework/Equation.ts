/**
 * @file Equations: the first of the three layers of a law. An equation is a named pure function that returns both
 * sides; a property (`property.ts`) checks it on many samples; a test instantiates it for one operation.
 *
 * Sides are data: tensors, numbers, text, and lists and records of them. Numbers agree within a tolerance relative to
 * the largest entry of their tensor (at least 1); everything else must be equal.
 */
import { foundValue } from '../../src/core/foundValue.ts'
import { isPromise } from '../../src/core/notPromised.ts'
import { showShape, sameShape } from '../../src/core/Shape.ts'
import type { Shape } from '../../src/core/Shape.ts'
import type { NumberArray, Tensor } from '../../src/core/Tensor.ts'
import { isTensor } from '../../src/core/Tensor.ts'
import { isKey } from '../../src/core/Key.ts'
import { refuse } from '../../src/core/TensorError.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'

/** One side of an equation: tensors, keys, numbers and text, in lists and records. */
export type Side = unknown

/** The slopes of a function on the two sides of a point where it has a kink, along some direction. */
export interface Kink {
  readonly left: number
  readonly right: number
  /** The value of the derivative there. */
  readonly analytic: number
}

/** How far the left side of an equation may be off, which is more than what is allowed. */
export interface Uncertainty {
  readonly error: number
  readonly allowed: number
}

/** Two sides that should agree. */
export interface Equation {
  readonly left: Side
  readonly right: Side
  /** How far numbers may differ, relative to the largest entry of their tensor or to 1; 0 by default: not at all. */
  readonly tolerance?: number
  /** The least size that differences are relative to; 1 by default. */
  readonly least?: number
  /** Whether every number must be finite; false by default: NaN agrees with NaN, Infinity with Infinity. */
  readonly finite?: boolean
  /**
   * Two estimates of the left side. If they disagree by more than the tolerance, the sample is ill conditioned: it is
   * inconclusive, and another one is drawn.
   */
  readonly estimates?: readonly [Side, Side]
  /** What the sides are, for messages; "left" and "right" by default. */
  readonly labels?: readonly [left: string, right: string]
  /** What they are computed from, shown in messages by name. */
  readonly at?: Readonly<Record<string, Side>>
  /** Given if the left side is too uncertain to tell: the sample is ill conditioned. */
  readonly uncertainty?: Uncertainty
  /** Whether a kink explains why the sides, or the estimates, differ; called only if they do. */
  readonly kink?: () => Kink | null
}

/** A place where two sides differ. */
export interface Difference {
  /** The position, such as `weight[0, 2]`; empty for the whole. */
  readonly at: string
  readonly left: string
  readonly right: string
}

/** The result of comparing two sides. */
export interface Comparison {
  /** The largest relative error of numbers; Infinity where something else differs. */
  readonly error: number
  /** How many entries were compared. */
  readonly compared: number
  /** The first differences. */
  readonly differences: readonly Difference[]
}

/** How many differences are reported. */
const told = 5

const together = (parts: readonly Comparison[]): Comparison => ({
  error: parts.reduce((worst, part) => Math.max(worst, part.error), 0),
  compared: parts.reduce((total, part) => total + part.compared, 0),
  differences: parts.flatMap((part) => part.differences).slice(0, told),
})

const differ = (at: string, left: string, right: string): Comparison => ({
  error: Infinity,
  compared: 1,
  differences: [{ at, left, right }],
})

const placeOf = (shape: Shape, index: number): string => {
  let rest = index
  const place = shape.map(() => 0)
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis] ?? 1
    place[axis] = rest % length
    rest = Math.floor(rest / length)
  }
  return place.length === 0 ? '' : showShape(place)
}

interface Judgement {
  readonly scale: number
  readonly finite: boolean
}

/** The difference of two numbers, relative to a scale: 0 for the same number, NaN included unless all must be finite. */
const errorOf = (a: number, b: number, { scale, finite }: Judgement): number => {
  if (finite && !(Number.isFinite(a) && Number.isFinite(b))) return Infinity
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return 0
  const error = Math.abs(a - b) / scale
  return Number.isNaN(error) ? Infinity : error
}

const scaleOf = (arrays: readonly NumberArray[], least: number): number => {
  let scale = least
  for (const array of arrays) {
    for (const value of array) {
      const size = Math.abs(value)
      if (size > scale && size < Infinity) scale = size
    }
  }
  return scale
}

interface Judged {
  readonly tolerance: number
  readonly finite: boolean
  readonly least: number
}

const compareNumbers = (
  at: string,
  shape: Shape,
  [a, b]: readonly [NumberArray, NumberArray],
  { tolerance, finite, least }: Judged,
): Comparison => {
  const judgement = { scale: scaleOf([a, b], least), finite }
  const differences: Difference[] = []
  let worst = 0
  for (let index = 0; index < a.length; index++) {
    const [left, right] = [a[index] ?? Number.NaN, b[index] ?? Number.NaN]
    const error = errorOf(left, right, judgement)
    worst = Math.max(worst, error)
    if (error > tolerance && differences.length < told) {
      differences.push({ at: at + placeOf(shape, index), left: String(left), right: String(right) })
    }
  }
  return { error: worst, compared: a.length, differences }
}

const entriesOf = (value: object): readonly (readonly [string, unknown])[] => Object.entries(value)

const describe = (value: Side): string => {
  if (isTensor(value)) return `a tensor ${showShape(value.shape)}`
  if (Array.isArray(value)) return `a list of ${String(value.length)}`
  if (typeof value === 'object' && value !== null) return `a record of ${Object.keys(value).join(', ') || 'nothing'}`
  return typeof value === 'string' ? `'${value}'` : String(value)
}

/** Every tensor of a side, so that all are computed in one program. */
const tensorsOf = (side: Side): readonly Tensor[] => {
  if (isTensor(side)) return [side]
  if (isKey(side)) return [side.words]
  return typeof side === 'object' && side !== null && !ArrayBuffer.isView(side)
    ? Object.values(side).flatMap(tensorsOf)
    : []
}

type Numbers = ReadonlyMap<Tensor, NumberArray>

const compareWith = (numbers: Numbers, how: Judged) => {
  const numbersOf = (t: Tensor): NumberArray => numbers.get(t) ?? new Float64Array(0)
  const compareTensors = (at: string, a: Tensor, b: Tensor): Comparison =>
    sameShape(a.shape, b.shape)
      ? compareNumbers(at, a.shape, [numbersOf(a), numbersOf(b)], how)
      : differ(at, `shape ${showShape(a.shape)}`, `shape ${showShape(b.shape)}`)
  const compareEntries = (at: string, a: object, b: object): Comparison => {
    const [left, right] = [entriesOf(a), new Map(entriesOf(b))]
    if (left.length !== right.size) return differ(at, describe(a), describe(b))
    return together(left.map(([name, entry]) => go(at === '' ? name : `${at}.${name}`, entry, right.get(name))))
  }
  const go = (at: string, a: Side, b: Side): Comparison => {
    if (isPromise(a) || isPromise(b)) {
      return refuse('compare', [], {
        expected: 'sides that are data',
        found: `a promise${at === '' ? '' : ` at ${at}`}`,
        advice: 'await it in an asyncLaw',
      })
    }
    if (isTensor(a) && isTensor(b)) return compareTensors(at, a, b)
    if (isKey(a) && isKey(b)) return compareTensors(at, a.words, b.words)
    if (typeof a === 'number' && typeof b === 'number') {
      return compareNumbers(at, [], [Float64Array.of(a), Float64Array.of(b)], how)
    }
    if (a instanceof Float64Array && b instanceof Float64Array && a.length === b.length) {
      return compareNumbers(at, [a.length], [a, b], how)
    }
    const plain = typeof a === 'object' && typeof b === 'object' && a !== null && b !== null
    if (plain && !isTensor(a) && !isTensor(b) && Array.isArray(a) === Array.isArray(b)) return compareEntries(at, a, b)
    return Object.is(a, b) ? { error: 0, compared: 1, differences: [] } : differ(at, describe(a), describe(b))
  }
  return go
}

/** Refuses a tolerance with which nothing, or anything, would agree. */
export const checkTolerance = (operation: string, tolerance: number): number =>
  Number.isFinite(tolerance) && tolerance >= 0
    ? tolerance
    : refuse(operation, [], {
        expected: 'tolerance to be a finite number, 0 or more',
        found: foundValue(tolerance),
      })

/**
 * Compares two sides, entry by entry, and reports the first differences. Refuses promises, and tolerances that are not
 * finite numbers of at least 0.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { compare } from 'cotangent/laws'
 *
 * compare(tensor([1, 2], [2]), tensor([1, 4], [2]), 1e-9).differences // => [{ at: '[1]', left: '2', right: '4' }]
 * ```
 */
export const compare = (left: Side, right: Side, tolerance: number, finite = false): Comparison =>
  compareSides({ left, right, tolerance, finite })

/** Compares the sides of an equation. */
export const compareSides = ({ left, right, tolerance = 0, finite = false, least = 1 }: Equation): Comparison => {
  checkTolerance('compare', tolerance)
  const tensors = [...tensorsOf(left), ...tensorsOf(right)]
  const values = tensors.length === 0 ? [] : referenceRuntime.evaluate(tensors)
  const numbers = new Map(tensors.map((t, k) => [t, values[k] ?? new Float64Array(0)]))
  return compareWith(numbers, { tolerance, finite, least })('', left, right)
}

/** Whether a sample is conclusive: the left side is not too uncertain, and the two estimates of it agree. */
export const isConditioned = ({ estimates, uncertainty, tolerance = 0 }: Equation): boolean =>
  uncertainty === undefined &&
  (estimates === undefined || compare(estimates[0], estimates[1], tolerance).differences.length === 0)
