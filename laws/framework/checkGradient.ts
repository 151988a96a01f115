/**
 * @file Checks the gradient of one function at given or drawn points; the result is data.
 */
import { isRecord } from '../../src/core/isRecord.ts'
import type { OptionNames } from '../../src/core/options.ts'
import { checkOptions } from '../../src/core/options.ts'
import type { Shape } from '../../src/core/Shape.ts'
import { sizeOf } from '../../src/core/Shape.ts'
import { checkShape } from '../../src/core/shapeRules.ts'
import type { NumberArray, Tensor } from '../../src/core/Tensor.ts'
import { leaf } from '../../src/core/Tensor.ts'
import type { Tree } from '../../src/core/Tree.ts'
import { leaves, rebuild } from '../../src/core/Tree.ts'
import type { Domain, DomainName } from './arbitraries/Domain.ts'
import type { Kink } from './Equation.ts'
import type { MultiFunction, Slopes } from './equations/gradient.ts'
import type { Listen, Point } from './gradient.ts'
import { lawsAt } from './gradient.ts'
import type { LawFailed, LawIllConditioned, LawKink, LawOptions, LawPassed } from './Law.ts'
import type { GradientOptions } from './Operation.ts'
import { domainOf, drawInputs, seeds } from './Operation.ts'

interface How extends GradientOptions, LawOptions {}

/** Where and how the gradient of a function of one tensor is checked: at points drawn from a domain. */
export interface CheckGradientIn<S extends Shape> extends How {
  /** The domain from which entries are drawn; `real`, from -2 to 2, by default. */
  readonly domain?: DomainName | Domain
  /** The shape of the input; `[3]` by default. */
  readonly shape?: S
}

/** Where and how the gradient of a function is checked: at a point, or at points of its form. */
export interface CheckGradientAt<X> extends How {
  /** A tensor, or a tree of them. */
  readonly point: X
  /** The domain from which entries are drawn instead of those of the point; by default they are kept. */
  readonly domain?: DomainName | Domain
}

/** A slope of a function, by its derivative and by a finite difference. */
export interface Slope<X> {
  /** 1 for the function, 2 for its derivative (in a random cotangent). */
  readonly order: 1 | 2
  /** Where. */
  readonly input: X
  /** The direction, with the structure of the input: 1 at one entry, or random. */
  readonly direction: X
  readonly analytic: number
  readonly numeric: number
  /** Their difference, relative to the largest slope of the sample. */
  readonly error: number
  /** By how much `numeric` may be off, through rounding and the step. */
  readonly uncertainty: number
}

/** A kink: its point, the direction, and the slopes on its two sides. */
export interface KinkAt<X> extends Kink {
  readonly order: 1 | 2
  readonly input: X
}

interface Seen<X> {
  /** The slope with the largest error; if finite differences failed, the one that failed. */
  readonly worst: Slope<X> | null
  /** The first kinks that were met. */
  readonly kinksAt: readonly KinkAt<X>[]
}

/** The result of checking a gradient: that of a law, with details. */
export type GradientResult<X = Tensor> =
  (LawPassed & Seen<X>) | (LawFailed & Seen<X>) | (LawKink & Seen<X>) | (LawIllConditioned & Seen<X>)

interface Entry {
  readonly analytic: number
  readonly numeric: number
  readonly error: number
  readonly uncertainty: number
  readonly direction: readonly NumberArray[]
}

const worstEntry = ({ directions, numeric, analytic, errors, least }: Slopes): Entry | null => {
  const size = [...numeric.flat(), ...analytic.flat()].reduce(
    (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
    least,
  )
  const entries = directions.flatMap((direction, j) =>
    (numeric[j] ?? []).map((by, i): Entry => {
      const told = analytic[j]?.[i] ?? Number.NaN
      const error = by === told ? 0 : Math.abs(by - told) / size
      const uncertainty = errors[j]?.[i] ?? 0
      return { analytic: told, numeric: by, error: Number.isNaN(error) ? Infinity : error, uncertainty, direction }
    }),
  )
  return entries.reduce<Entry | null>(
    (worst, entry) => (worst === null || entry.error > worst.error ? entry : worst),
    null,
  )
}

/** How many kinks are reported. */
const told = 5

/** Remembers the worst slope, the last one, and kinks. */
const listener = <X>(restore: (tensors: readonly Tensor[]) => X) => {
  let [worst, last, kinksAt]: [Slope<X> | null, Slope<X> | null, readonly KinkAt<X>[]] = [null, null, []]
  const note = (slopes: Slopes, { xs }: Point, order: 1 | 2): void => {
    const entry = worstEntry(slopes)
    if (entry === null) return
    const { direction, ...numbers } = entry
    const along = xs.map(({ shape }, k) => leaf(direction[k] ?? new Float64Array(sizeOf(shape)), shape))
    last = { order, input: restore(xs), direction: restore(along), ...numbers }
    if (worst === null || last.error > worst.error) worst = last
  }
  const heard: Listen = (slopes, point, order) => {
    note(slopes, point, order)
    // Called at once: a kink is reported even where both sides happen to agree, as those of |x| at 0 do.
    const found = slopes.kink()
    if (found !== null && kinksAt.length < told) kinksAt = [...kinksAt, { order, input: restore(point.xs), ...found }]
    return { ...slopes, kink: () => found }
  }
  return { heard, worst: () => worst, last: () => last, kinksAt: () => kinksAt }
}

const replay = (_: string, seed: number, path: string): string =>
  `checkGradient(f, { ..., seed: ${String(seed)}, path: '${path}' })`

const summary = (results: readonly LawPassed[]): LawPassed => ({
  _tag: 'passed',
  law: 'gradient',
  runs: results.reduce((runs, result) => runs + result.runs, 0),
  seed: results[0]?.seed ?? 0,
  worstError: results.reduce((worst, result) => Math.max(worst, result.worstError), 0),
  kinks: results.reduce((kinks, result) => kinks + result.kinks, 0),
})

const check = <X>(
  f: (x: X) => unknown,
  point: X,
  domain: DomainName | Domain | undefined,
  options: How,
): GradientResult<X> => {
  const fixed = leaves(point)
  if (domain !== undefined) domainOf(domain)
  const inputs = fixed.map(({ shape }) => ({ shape, domain: domain ?? ('real' as const) }))
  const g: MultiFunction = (moved) => leaves(f(rebuild<X>(point, moved)))
  const pointOf = (seed: number): Point => {
    const xs = domain === undefined ? fixed : drawInputs({ inputs, seed })
    return { f: g, xs, seed, whole: rebuild<X>(point, xs) }
  }
  const ears = listener((tensors) => rebuild<X>(point, tensors))
  const results: LawPassed[] = []
  const all = lawsAt('gradient', seeds, pointOf, options, ears.heard)
  const { order: _order, tolerance: _tolerance, exact: _exact, step: _step, runs = 10, ...how } = options
  for (const law of all) {
    const result = law.run({ command: replay, ...how, runs })
    const kinksAt = ears.kinksAt()
    if (result._tag === 'passed') results.push(result)
    else if (result._tag !== 'failed') return { ...result, worst: ears.worst(), kinksAt }
    else return { ...result, worst: result.differences.length === 0 ? ears.worst() : ears.last(), kinksAt }
  }
  return { ...summary(results), worst: ears.worst(), kinksAt: ears.kinksAt() }
}

const operation = 'check a gradient'

const names: OptionNames<How> = {
  ...{ order: true, tolerance: true, exact: true, step: true },
  ...{ runs: true, seed: true, path: true, timeLimit: true, file: true, command: true },
}

const namesAt: OptionNames<CheckGradientAt<unknown>> = { ...names, point: true, domain: true }

const namesIn: OptionNames<CheckGradientIn<Shape>> = { ...names, shape: true, domain: true }

const isAt = <X>(options: CheckGradientAt<X> | CheckGradientIn<Shape>): options is CheckGradientAt<X> =>
  isRecord(options) && 'point' in options

/**
 * Checks the first and second derivatives of a function against finite differences in float64, in every coordinate or,
 * if there are many, in random directions. Also checks that the pullback is linear and that forward mode is its
 * adjoint.
 *
 * Ten points are drawn from a domain by default, or `point` gives one. The result is data: `passed`, `failed` or
 * `kink`, with the worst slope: its input, its direction, the derivative and the finite difference. At a kink no
 * derivative is right. Such points are listed in `kinksAt` and others are drawn. If all points are kinks, the result is
 * `kink`, neither right nor wrong. A derivative at a kink that lies farther outside the slopes of both sides than these differ
 * fails.
 *
 * @example
 * ```ts
 * import { abs, customVjp, mul, sum, tensor, toNested } from 'cotangent'
 * import type { Tensor } from 'cotangent'
 * import { checkGradient } from 'cotangent/laws'
 *
 * type Vector = Tensor<readonly [3]>
 * checkGradient((x: Vector) => sum()(mul(x, x)), { domain: 'real', order: 2, tolerance: 1e-6 })._tag // => 'passed'
 *
 * const wrong = customVjp((x: Vector) => mul(x, x), (x) => (g) => mul(g, x))
 * const { _tag, worst } = checkGradient(wrong, { point: tensor([1, 2, 4], [3]) })
 * _tag // => 'failed'
 * worst?.analytic // => 4
 * worst?.numeric // => 8.0000…
 * toNested(worst?.direction ?? tensor([0, 0, 0], [3])) // => [0, 0, 1]
 *
 * const { kinksAt } = checkGradient((x: Vector) => abs(x), { point: tensor([0, 1, 2], [3]), order: 1 })
 * kinksAt[0]?.left // => -1
 * kinksAt[0]?.right // => 1
 * ```
 */
export function checkGradient<X, Y>(f: (x: X) => Y, options: CheckGradientAt<X & Tree<X>>): GradientResult<X>
export function checkGradient<const S extends Shape, Y>(
  f: (x: Tensor<S>) => Y,
  options?: CheckGradientIn<S>,
): GradientResult<Tensor<S>>
export function checkGradient<X, Y>(
  f: (x: X) => Y,
  options: CheckGradientAt<X> | CheckGradientIn<Shape> = {},
): GradientResult<X> {
  if (isAt(options)) {
    checkOptions(operation, options, namesAt)
    const { point, domain, ...how } = options
    return check(f, point, domain, how)
  }
  checkOptions(operation, options, namesIn)
  const { shape = [3], domain = 'real', ...how } = options
  const entries = new Float64Array(sizeOf(checkShape(operation, shape)))
  return check(f, leaf(entries, shape) as X, domain, how)
}
