/**
 * @file The laws of edge cases: at subnormal, tiny, near-one, large, largest and infinite numbers, at NaN and at both
 * zeros, the value and the first two derivatives of every elementwise function, activation and loss agree with the
 * record within its bound.
 *
 *     value     f(x)              first    f'(x), or the gradient        second    f''(x), or the Hessian
 *
 * Conventions. Values: IEEE 754 and Annex F of C99. Derivatives: PyTorch's at a kink, that of its side at a pole, the
 * limit at an infinity; unspecified at NaN and outside the domain. A derivative below the smallest normal number may be
 * zero. At an inflection, an error of the second derivative is relative to the first derivative over x.
 */
import type { Runtime } from '../../../src/compile/Runtime.ts'
import { countOf } from '../../../src/core/Shape.ts'
import type { Tensor } from '../../../src/core/Tensor.ts'
import { leaf } from '../../../src/core/Tensor.ts'
import { vjp } from '../../../src/diff/vjp.ts'
import { ones } from '../../../src/ops/constant.ts'
import type { Difference } from '../../framework/Equation.ts'
import type { Law, LawOptions, LawResult } from '../../framework/Law.ts'
import { replayOf, settled } from '../../framework/runOptions.ts'
import type { EdgeBound, EdgeOrder } from './EdgeBound.ts'
import { usual } from './EdgeBound.ts'
import type { Edge, Format } from './Edge.ts'
import { distance, double, edgesOf, single } from './Edge.ts'
import { expectedOf, scaleOf } from './scale.ts'

type Tensors = readonly Tensor[]
type Entrywise = (...inputs: Tensors) => Tensor

const titles = ['value', 'first derivative', 'second derivative'] as const

/** The gradient of the sum of a function's entries, which are each of their own inputs. */
const gradientOf =
  (f: Entrywise) =>
  (...inputs: Tensors): Tensors => {
    const [y, pullback] = vjp((xs: Tensors) => f(...xs))(inputs)
    return pullback(ones(y.shape))
  }

/** The computed numbers that a record lists for an order; for second order the upper half of the Hessian, by rows. */
const computedBy = (f: Entrywise, order: EdgeOrder, inputs: Tensors): Tensors => {
  if (order === 0) return [f(...inputs)]
  if (order === 1) return gradientOf(f)(...inputs)
  return inputs.flatMap((_, row) => {
    const slope: Entrywise = (...xs) => gradientOf(f)(...xs)[row] ?? ones([0])
    return gradientOf(slope)(...inputs).slice(row)
  })
}

const show = (x: number): string => (Object.is(x, -0) ? '-0' : String(x))

interface Judged {
  readonly error: number
  readonly difference: Difference
}

const judged = (
  edge: Edge,
  order: EdgeOrder,
  format: Format,
  bound: EdgeBound,
  found: readonly number[],
): readonly Judged[] =>
  expectedOf(edge, order).map((expected, k) => {
    const number = found[k] ?? Number.NaN
    const at = `(${edge.inputs.map(show).join(', ')})${found.length > 1 ? `, number ${String(k + 1)}` : ''}`
    const right = expected === null ? '' : show(format.round(expected.value))
    const { leasts = 0, unsigned = false } = bound
    const judgement = { format, scale: scaleOf(edge, order, k, bound), mayVanish: order > 0, leasts, unsigned }
    return { error: distance(number, expected, judgement), difference: { at, left: show(number), right } }
  })

/** Whether a derivative of this or a lower order exceeds the largest number. */
const overflows = (edge: Edge, order: EdgeOrder, format: Format): boolean =>
  [...expectedOf(edge, 1), ...(order === 2 ? expectedOf(edge, 2) : [])].some(
    (one) => one !== null && Number.isFinite(one.value) && !Number.isFinite(format.round(one.value)),
  )

/** Whether a runtime makes promises at a row: always, except for kernels in shading languages. */
const promises =
  (runtime: Runtime, format: Format, order: EdgeOrder) =>
  (edge: Edge): boolean => {
    if (!edge.inputs.every((x) => Object.is(format.round(x), x))) return false
    if (order > 0 && overflows(edge, order, format)) return false
    if (!runtime.name.startsWith('gpu')) return true
    const isPlain = (x: number) => Number.isFinite(x) && (x === 0 || Math.abs(x) >= format.leastNormal)
    const numbers = [
      ...edge.inputs,
      ...[0, 1, 2]
        .slice(0, order + 1)
        .flatMap((o) =>
          expectedOf(edge, o as EdgeOrder).flatMap((one) => (one === null ? [] : [format.round(one.value)])),
        ),
    ]
    return numbers.every(isPlain)
  }

const shown = 8

/** A function entry by entry, of one number or two, and what is recorded of it. */
export interface EdgeSpec {
  readonly name: string
  /** The function, of tensors of one shape, entry by entry. */
  readonly f: (...inputs: Tensors) => Tensor
  /** How many numbers it is of. */
  readonly inputs: 1 | 2
  /** Rows, separated by semicolons: the inputs, the value, the gradient and the upper half of the Hessian by rows. */
  readonly record: string
  /** Bounds wider than the usual 8, 16 and 32 units in the last place. */
  readonly bounds?: (order: EdgeOrder) => Partial<EdgeBound>
}

interface Subject {
  readonly name: string
  readonly f: Entrywise
  readonly edges: readonly Edge[]
}

const run = (
  { name, f, edges }: Subject,
  order: EdgeOrder,
  runtime: Runtime,
  bound: EdgeBound,
  options: LawOptions,
): LawResult => {
  const format = runtime.backend.bytesPerNumber === 8 ? double : single
  const kept = edges.filter(promises(runtime, format, order))
  const inputs = (edges[0]?.inputs ?? []).map((_, k) => {
    const numbers = kept.map((edge) => edge.inputs[k] ?? 0)
    return leaf(format === double ? new Float64Array(numbers) : new Float32Array(numbers), [kept.length])
  })
  const law = titleOf(name, order, runtime)
  const how = settled(options)
  const computed = runtime.evaluate(computedBy(f, order, inputs))
  const all = kept.flatMap((edge, k) =>
    judged(
      edge,
      order,
      format,
      bound,
      computed.map((numbers) => numbers[k] ?? Number.NaN),
    ),
  )
  const wrong = all.filter(({ error }) => !(error <= bound.ulps)).sort((a, b) => b.error - a.error)
  const worstError = all.reduce((most, { error }) => Math.max(most, error), 0)
  const ran = { law, runs: kept.length - wrong.length, seed: how.seed, worstError, kinks: 0 }
  if (kept.length > 0 && wrong.length === 0) return { _tag: 'passed', ...ran }
  const reason =
    wrong.length === 0
      ? 'nothing is recorded that the runtime can hold'
      : `${countOf(wrong.length, 'number')} of ${String(all.length)} differ by more than ${String(bound.ulps)} units in the last place, the worst by ${String(worstError)}`
  const differences = wrong.slice(0, shown).map(({ difference }) => difference)
  return { _tag: 'failed', ...ran, reason, counterexample: '', path: '', differences, replay: replayOf(law, '', how) }
}

const titleOf = (name: string, order: EdgeOrder, runtime: Runtime): string =>
  `${name} at the edges on ${runtime.name}: ${titles[order]}`

const orders = [0, 1, 2] as const

/** The usual bound; shading languages do not guarantee the signs of zeros. */
const usualBound = (order: EdgeOrder, runtime: Runtime): EdgeBound => ({
  ulps: usual[order],
  unsigned: runtime.name.startsWith('gpu'),
})

/**
 * The laws that, on a runtime, a function has its recorded value and first two derivatives within a bound, at every row
 * whose inputs the runtime can represent. In a row, `d` marks a float64 input that float32 cannot represent, `_` leaves
 * a number unspecified, and `+0` and `-0` are signed zeros.
 *
 * @example
 * ```ts
 * import { mul, referenceRuntime } from 'cotangent'
 * import { laws } from 'cotangent/laws'
 *
 * const record = '-0 +0 0 2;1e-160d 1e-320 2e-160 2;3 9 6 2;nan nan'
 * const squares = laws.edges(referenceRuntime, { name: 'x^2', f: (x) => mul(x, x), inputs: 1, record })
 * squares.every((law) => law.run()._tag === 'passed') // => true
 * ```
 */
export const edgeLaws = (
  runtime: Runtime,
  { name, f, inputs, record, bounds = () => ({}) }: EdgeSpec,
): readonly Law[] => {
  const subject = { name, f, edges: edgesOf(record, inputs) }
  return orders
    .filter((order) => subject.edges.some((edge) => expectedOf(edge, order).some((one) => one !== null)))
    .map((order) => {
      const bound = { ...usualBound(order, runtime), ...bounds(order) }
      const title = titleOf(name, order, runtime)
      return { name: title, run: (options = {}) => run(subject, order, runtime, bound, options) }
    })
}
