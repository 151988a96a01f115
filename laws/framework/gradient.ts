/**
 * @file The laws of gradients, for operations of the library and for your own functions.
 */
import type fc from 'fast-check'
import { foundValue } from '../../src/core/foundValue.ts'
import type { Shape } from '../../src/core/Shape.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { refuse } from '../../src/core/TensorError.ts'
import type { Domain, DomainName } from './arbitraries/Domain.ts'
import type { Broadcasting } from './arbitraries/shape.ts'
import { broadcasting } from './arbitraries/shape.ts'
import { checkTolerance } from './Equation.ts'
import type { DifferenceOptions, MultiFunction, Slopes } from './equations/gradient.ts'
import {
  adjointness,
  compilation,
  derivativeOf,
  directionSlopes,
  pullbackLinearity,
  secondSymmetry,
  slopesAgree,
  slopesOf,
  zeroCotangent,
} from './equations/gradient.ts'
import type { Law } from './Law.ts'
import type { GradientOptions, Operation, Sample, FunctionOfTensors } from './Operation.ts'
import { direction, drawInputs, operation } from './Operation.ts'
import { law } from './property.ts'

type Tensors = readonly Tensor[]

/** A function at a point, with directions of differentiation. */
export interface Point {
  readonly f: MultiFunction
  readonly xs: Tensors
  readonly seed: number
  /** The inputs with the structure that they have elsewhere, for messages; a list by default. */
  readonly whole?: unknown
}

const operationName = 'check a gradient'

/** The options of gradients with their defaults. Refuses impossible values. */
export const differenceOptions = (options: GradientOptions): DifferenceOptions & { readonly order: 0 | 1 | 2 } => {
  const { exact = false, order = 2 } = options
  const { step = exact ? 1 : 1e-5, tolerance = exact ? 1e-11 : 1e-6 } = options
  checkTolerance(operationName, tolerance)
  if (!(Number.isFinite(step) && step > 0)) {
    return refuse(operationName, [], { expected: 'step to be a finite number above 0', found: foundValue(step) })
  }
  return [0, 1, 2].includes(order)
    ? { exact, step, tolerance, order }
    : refuse(operationName, [], { expected: 'order to be 0, 1 or 2', found: foundValue(order) })
}

const like = ({ seed }: Point, tensors: Tensors, stream: number): Tensors =>
  tensors.map(({ shape }, k) => direction(shape, seed, 10 * stream + k))

const cotangentAt =
  ({ seed }: Point) =>
  (shape: Shape, k: number): Tensor =>
    direction(shape, seed, k)

/** Receives the slopes that a law compares (their order and point) before the comparison. */
export type Listen = (slopes: Slopes, point: Point, order: 1 | 2) => Slopes

const unheard: Listen = (slopes) => slopes

/** The gradient laws of functions at points. */
export const lawsAt = <A>(
  name: string,
  samples: fc.Arbitrary<A>,
  pointOf: (sample: A) => Point,
  options: GradientOptions,
  listen: Listen = unheard,
): readonly Law[] => {
  const how = differenceOptions(options)
  const { order } = how
  const at = (title: string, equation: Parameters<typeof law<Point>>[2]): Law =>
    law(`${name}: ${title}`, samples, (sample) => {
      const point = pointOf(sample)
      const { xs, whole = xs.length === 1 ? xs[0] : xs } = point
      return { at: { point: whole }, ...equation(point) }
    })
  const first = [
    at('finite differences', (point) => {
      const slopes = slopesOf(point.f, point.xs, like(point, point.xs, 1), cotangentAt(point), how)
      return slopesAgree(listen(slopes, point, 1), how.tolerance)
    }),
    at('adjointness', (point) =>
      adjointness(point.f, point.xs, like(point, point.xs, 1), like(point, point.f(point.xs), 2)),
    ),
    at('pullback linearity', (point) => {
      const ys = point.f(point.xs)
      return pullbackLinearity(point.f, point.xs, like(point, ys, 1), like(point, ys, 2), [0.75, -1.5])
    }),
  ]
  const compiled = at('compilation', (point) => compilation(point.f, point.xs, like(point, point.f(point.xs), 4)))
  const second = [
    at('second order', (point) => {
      const xus = [...point.xs, ...like(point, point.f(point.xs), 3)]
      const derivative = derivativeOf(point.f, point.xs.length)
      const slopes = directionSlopes(derivative, xus, like(point, xus, 1), cotangentAt(point), how)
      return slopesAgree(listen(slopes, point, 2), how.tolerance)
    }),
    at('second symmetry', (point) => {
      const [us, vs, ws] = [like(point, point.f(point.xs), 3), like(point, point.xs, 1), like(point, point.xs, 2)]
      return secondSymmetry(point.f, point.xs, us, vs, ws)
    }),
  ]
  const none = [at('zero cotangent', (point) => zeroCotangent(point.f, point.xs, like(point, point.f(point.xs), 3)))]
  return order === 0 ? [...none, compiled] : [...first, ...(order === 1 ? [] : second), compiled]
}

/** A sample as a function of some of its inputs; the others stay. */
const pointOf = (sample: Sample, varies: (k: number) => boolean): Point => {
  const all = drawInputs(sample)
  const moving = all.map((_, k) => k).filter(varies)
  const f = (xs: Tensors): Tensors => [sample.f(...all.map((x, k) => xs[moving.indexOf(k)] ?? x))]
  return { f, xs: moving.flatMap((k) => all.slice(k, k + 1)), seed: sample.seed }
}

/**
 * The laws of an operation's gradient: finite differences, adjointness and linearity of the pullback; of second order
 * again finite differences, and symmetry; that a compiled function is the function; for inputs that derivatives hold
 * fixed (and for all of them when `order` is 0), that no cotangent reaches them.
 *
 * @example
 * ```ts
 * import { mul, sum } from 'cotangent'
 * import { laws, operation, shape } from 'cotangent/laws'
 *
 * const energy = operation('energy', {
 *   geometry: shape({ maxRank: 2 }),
 *   inputs: (drawn) => [{ shape: drawn, domain: 'real' }],
 *   f: () => (x) => sum()(mul(x, x)),
 * })
 * laws.operation(energy).map((law) => law.run({ runs: 3 })._tag)
 * // => ['passed', 'passed', 'passed', 'passed', 'passed', 'passed']
 * ```
 */
export const operationLaws = ({ name, samples, held = [], ...options }: Operation): readonly Law[] => {
  const zero = (at: readonly number[] | null) =>
    lawsAt(
      `${name}${at === null ? '' : ' (held)'}`,
      samples,
      (sample) => pointOf(sample, (k) => at?.includes(k) ?? true),
      {
        order: 0,
      },
    )
  if (options.order === 0) return zero(null)
  const moving = (sample: Sample): Point => pointOf(sample, (k) => !held.includes(k))
  return [...lawsAt(name, samples, moving, options), ...(held.length === 0 ? [] : zero(held))]
}

/** An elementwise operation: the function, and the domain of each operand. */
export interface PrimitiveSpec extends GradientOptions {
  readonly f: FunctionOfTensors
  /** A domain for each input, by name or custom. */
  readonly domains: readonly (DomainName | Domain)[]
  /** Which shapes the inputs have; by default shapes that broadcast to one another. */
  readonly geometry?: fc.Arbitrary<Broadcasting>
  /** The inputs that derivatives hold fixed, by position. */
  readonly held?: readonly number[]
}

/**
 * The operation over shapes that broadcast.
 *
 * @example
 * ```ts
 * import { exp, mul } from 'cotangent'
 * import { elementwise, laws } from 'cotangent/laws'
 *
 * const swell = elementwise('x e^x', { f: (x) => mul(x, exp(x)), domains: ['real'], order: 1 })
 * laws.operation(swell).map((law) => law.run({ runs: 3 })._tag) // => ['passed', 'passed', 'passed', 'passed']
 * ```
 */
export const elementwise = (name: string, spec: PrimitiveSpec): Operation<Broadcasting> => {
  const { f, domains, geometry = broadcasting(domains.length), ...options } = spec
  return operation(name, {
    ...options,
    geometry,
    inputs: ({ shapes }) => domains.map((domain, k) => ({ shape: shapes[k] ?? [], domain })),
    f: () => f,
  })
}

/**
 * The gradient laws of a function of tensors whose shapes broadcast to one another, such as an elementwise operation.
 *
 * @example
 * ```ts
 * import { exp, mul } from 'cotangent'
 * import { laws } from 'cotangent/laws'
 *
 * const swish = laws.primitive('x e^x', { f: (x) => mul(x, exp(x)), domains: ['real'], order: 1 })
 * swish.map((law) => law.name)
 * // => ['x e^x: finite differences', 'x e^x: adjointness', 'x e^x: pullback linearity', 'x e^x: compilation']
 * ```
 */
export const primitiveLaws = (name: string, spec: PrimitiveSpec): readonly Law[] =>
  operationLaws(elementwise(name, spec))
