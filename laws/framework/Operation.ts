/**
 * @file Operations in the form that laws need: a function of tensors with samples of its inputs. The same table serves
 * the gradient laws (`gradient.ts`) and the comparison of backends (`runtimes/backendAgrees.ts`).
 */
import fc from 'fast-check'
import { foundValue } from '../../src/core/foundValue.ts'
import { isRecord } from '../../src/core/isRecord.ts'
import type { Shape } from '../../src/core/Shape.ts'
import { sizeOf } from '../../src/core/Shape.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { leaf } from '../../src/core/Tensor.ts'
import { refuse } from '../../src/core/TensorError.ts'
import type { Domain, DomainName } from './arbitraries/Domain.ts'
import { domains } from './arbitraries/Domain.ts'
import { randomOf } from './arbitraries/random.ts'

/** A function of tensors. */
export type FunctionOfTensors = (...inputs: readonly Tensor[]) => Tensor

/** The shape and the domain from which an input of an operation is drawn. */
export interface Input {
  readonly shape: Shape
  readonly domain: DomainName | Domain
}

/** How gradients are judged. */
export interface GradientOptions {
  /** The highest order of derivative that is checked: 0 (every cotangent is zero), 1 or 2, the default. */
  readonly order?: 0 | 1 | 2
  /** Relative to the largest entry, or to 1. By default 1e-6, and 1e-11 with `exact`. */
  readonly tolerance?: number
  /** Whether the function is linear in each input, so that a finite difference of step 1 is exact; false by default. */
  readonly exact?: boolean
  /** The step of finite differences; 1e-5 by default, 1 with `exact`. */
  readonly step?: number
}

/** An operation over a geometry: shapes, axes, windows, and whatever else small integers determine. */
export interface OperationSpec<G> extends GradientOptions {
  readonly geometry: fc.Arbitrary<G>
  /** The inputs that fit a geometry. */
  readonly inputs: (geometry: G) => readonly Input[]
  /** The operation on them. */
  readonly f: (geometry: G) => FunctionOfTensors
  /** The inputs that derivatives hold fixed (indices, conditions, keys), by position: their cotangents are zero. */
  readonly held?: readonly number[]
}

/** One sample of an operation. */
export interface Sample<out G = unknown> {
  readonly geometry: G
  readonly f: FunctionOfTensors
  readonly inputs: readonly Input[]
  /** Determines the entries of the inputs, and the directions of differentiation. */
  readonly seed: number
}

/** An operation that laws can be tested on. */
export interface Operation<out G = unknown> extends GradientOptions {
  readonly name: string
  readonly samples: fc.Arbitrary<Sample<G>>
  readonly held?: readonly number[]
}

/**
 * Seeds; shrinking a failure tries small ones first.
 *
 * @example
 * ```ts
 * import { seeds } from 'cotangent/laws'
 * import fc from 'fast-check'
 *
 * fc.sample(seeds, 3).every((seed) => Number.isInteger(seed) && seed >= 0) // => true
 * ```
 */
export const seeds: fc.Arbitrary<number> = fc.nat({ max: 0x7fffffff })

/** Makes a sample print as its geometry and seed. */
const printed = <G>(sample: Sample<G>): Sample<G> => {
  const text = `{ geometry: ${fc.stringify(sample.geometry)}, seed: ${String(sample.seed)} }`
  return Object.assign(sample, { [fc.toStringMethod]: () => text })
}

/**
 * An operation from its geometry.
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
 *   order: 1,
 * })
 * laws.operation(energy).map((law) => law.run({ runs: 3 })._tag) // => ['passed', 'passed', 'passed', 'passed']
 * ```
 */
export const operation = <G>(name: string, spec: OperationSpec<G>): Operation<G> => {
  const { geometry, inputs, f, ...options } = spec
  const samples = fc
    .tuple(geometry, seeds)
    .map(([drawn, seed]) => printed({ geometry: drawn, f: f(drawn), inputs: inputs(drawn), seed }))
  return { name, samples, ...options }
}

/** A domain, of its own or by its name. Refuses names that no domain has. */
export const domainOf = (domain: DomainName | Domain): Domain => {
  const given: unknown = domain
  if (typeof domain === 'string' && Object.hasOwn(domains, domain)) return domains[domain]
  if (typeof domain !== 'string' && isRecord(given) && typeof given['draw'] === 'function') return domain
  return refuse('draw the entries of a tensor', [], {
    expected: `a domain, or the name of one among ${Object.keys(domains).join(', ')}`,
    found: foundValue(domain),
  })
}

/** The entries of an input. */
const drawInput = ({ shape, domain }: Input, seed: number): Tensor =>
  leaf(domainOf(domain).draw(sizeOf(shape), randomOf(seed)), shape)

/** One of a sample's streams, distinguished by a number. */
export const streamOf = (seed: number, stream: number): number =>
  Math.imul(seed ^ Math.imul(stream, 0x9e3779b1), 0x85ebca6b)

/**
 * The inputs of a sample.
 *
 * @example
 * ```ts
 * import { drawInputs } from 'cotangent/laws'
 *
 * const inputs = [
 *   { shape: [2, 3], domain: 'real' },
 *   { shape: [3], domain: 'positive' },
 * ] as const
 * drawInputs({ inputs, seed: 7 }).map(({ shape }) => shape) // => [[2, 3], [3]]
 * ```
 */
export const drawInputs = ({ inputs, seed }: Pick<Sample, 'inputs' | 'seed'>): readonly Tensor[] =>
  inputs.map((input, k) => drawInput(input, streamOf(seed, k + 1)))

/**
 * A tensor of this shape with entries from -2 to 2: a direction or a cotangent.
 *
 * @example
 * ```ts
 * import { direction } from 'cotangent/laws'
 *
 * direction([2, 3], 7, 0).shape // => [2, 3]
 * ```
 */
export const direction = (shape: Shape, seed: number, stream: number): Tensor =>
  drawInput({ shape, domain: 'real' }, streamOf(seed, 100 + stream))
