/**
 * @file The laws of the edges: at subnormal, tiny, near-one, large, greatest and infinite numbers, at NaN and at both
 * zeros, every elementwise function, activation and loss has the value and the first two derivatives of the record
 * within its bound.
 *
 *     value     f(x)              first    f'(x), or the gradient        second    f''(x), or the Hessian
 *
 * Conventions. Values: IEEE 754 and Annex F of C99. Derivatives: at a kink that of PyTorch; at a pole that of its side;
 * towards an infinity the limit; of NaN, and outside of a domain, nothing is said. A derivative below the least normal
 * number may vanish. At an inflection an error of the second derivative counts relative to the first over x.
 */
import type { Runtime } from '../../src/compile/Runtime.ts'
import { countOf } from '../../src/core/Shape.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { leaf } from '../../src/core/Tensor.ts'
import { vjp } from '../../src/diff/vjp.ts'
import { ones } from '../../src/ops/constant.ts'
import type { Difference } from '../Equation.ts'
import type { Law, LawOptions, LawResult } from '../Law.ts'
import { replayOf, settled } from '../property.ts'
import type { Bound, Order } from './bounds.ts'
import { boundOf } from './bounds.ts'
import type { Edge, Expected, Format } from './Edge.ts'
import { distance, double, edgesOf, single } from './Edge.ts'
import { binaryFunctions, unaryFunctions } from './functions.ts'
import { binaryRecords, unaryRecords } from './records.ts'

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

/** What a record expects of an order, computed: the upper half of the Hessian, by rows. */
const computedBy = (f: Entrywise, order: Order, inputs: Tensors): Tensors => {
  if (order === 0) return [f(...inputs)]
  if (order === 1) return gradientOf(f)(...inputs)
  return inputs.flatMap((_, row) => {
    const slope: Entrywise = (...xs) => gradientOf(f)(...xs)[row] ?? ones([0])
    return gradientOf(slope)(...inputs).slice(row)
  })
}

/** The numbers of a row that are of an order. */
const expectedOf = ({ expected, inputs }: Edge, order: Order): readonly Expected[] =>
  order === 0
    ? expected.slice(0, 1)
    : order === 1
      ? expected.slice(1, 1 + inputs.length)
      : expected.slice(1 + inputs.length)

const sizesOf = (edge: Edge, order: Order): readonly number[] =>
  expectedOf(edge, order).map((one) => Math.abs(one?.value ?? 0))

/** The indices of inputs that an entry of the gradient or of the upper half of the Hessian is of. */
const indicesOf = (edge: Edge, order: 1 | 2): readonly (readonly [number, number])[] =>
  edge.inputs.flatMap((_, i) =>
    order === 1 ? [[i, i] as const] : edge.inputs.slice(i).map((__, k) => [i, i + k] as const),
  )

const hessianAt = (edge: Edge, i: number, j: number): number => {
  const at = indicesOf(edge, 2).findIndex(([row, column]) => row === Math.min(i, j) && column === Math.max(i, j))
  return sizesOf(edge, 2)[at] ?? 0
}

/** How far the value, or an entry of the gradient, moves when each input is moved by its own size: what rounding is worth. */
const swayOf = (edge: Edge, order: 0 | 1, entry: number): number =>
  Math.max(
    ...edge.inputs.map((x, j) => Math.abs(x) * (order === 0 ? (sizesOf(edge, 1)[j] ?? 0) : hessianAt(edge, entry, j))),
  )

/** Of an entry of the Hessian: first derivatives over the input that they are differentiated by, or over 1. */
const slopesOf = (edge: Edge, entry: number): number => {
  const [i, j] = indicesOf(edge, 2)[entry] ?? [0, 0]
  const over = (slope: number, x: number): number =>
    (sizesOf(edge, 1)[slope] ?? 0) / Math.max(1, Math.abs(edge.inputs[x] ?? 0))
  return Math.max(over(i, j), over(j, i))
}

/** The order below over the largest input: what an order is where a function keeps its direction. */
const overInput = (edge: Edge, order: Order): readonly number[] =>
  order === 0 ? [] : sizesOf(edge, order === 1 ? 0 : 1).map((size) => size / Math.max(...edge.inputs.map(Math.abs)))

/** What an error may be relative to beside the number itself. */
const scaleOf = (edge: Edge, order: Order, entry: number, { absolute = 0, together = false }: Bound): number => {
  const sizes = [
    absolute,
    ...(order === 2 ? [slopesOf(edge, entry)] : edge.inputs.length > 1 ? [swayOf(edge, order, entry)] : []),
    ...(together ? [...sizesOf(edge, order), ...overInput(edge, order)] : []),
  ]
  return Math.max(...sizes.filter(Number.isFinite))
}

const show = (x: number): string => (Object.is(x, -0) ? '-0' : String(x))

interface Judged {
  readonly error: number
  readonly difference: Difference
}

const judged = (edge: Edge, order: Order, format: Format, bound: Bound, found: readonly number[]): readonly Judged[] =>
  expectedOf(edge, order).map((expected, k) => {
    const number = found[k] ?? Number.NaN
    const at = `(${edge.inputs.map(show).join(', ')})${found.length > 1 ? `, number ${String(k + 1)}` : ''}`
    const right = expected === null ? '' : show(format.round(expected.value))
    const { leasts = 0, unsigned = false } = bound
    const judgement = { format, scale: scaleOf(edge, order, k, bound), mayVanish: order > 0, leasts, unsigned }
    return { error: distance(number, expected, judgement), difference: { at, left: show(number), right } }
  })

/** Whether a derivative of this order, or of a lower one, is beyond the greatest number. */
const overflows = (edge: Edge, order: Order, format: Format): boolean =>
  [...expectedOf(edge, 1), ...(order === 2 ? expectedOf(edge, 2) : [])].some(
    (one) => one !== null && Number.isFinite(one.value) && !Number.isFinite(format.round(one.value)),
  )

/** Whether a runtime promises something at a row: all of it, but for kernels of shading languages. */
const promises =
  (runtime: Runtime, format: Format, order: Order) =>
  (edge: Edge): boolean => {
    if (!edge.inputs.every((x) => Object.is(format.round(x), x))) return false
    if (order > 0 && overflows(edge, order, format)) return false
    if (!runtime.name.startsWith('gpu')) return true
    const isPlain = (x: number) => Number.isFinite(x) && (x === 0 || Math.abs(x) >= format.leastNormal)
    const numbers = [
      ...edge.inputs,
      ...[0, 1, 2]
        .slice(0, order + 1)
        .flatMap((o) => expectedOf(edge, o as Order).flatMap((one) => (one === null ? [] : [format.round(one.value)]))),
    ]
    return numbers.every(isPlain)
  }

const shown = 8

interface Subject {
  readonly name: string
  readonly f: Entrywise
  readonly edges: readonly Edge[]
}

const run = (
  { name, f, edges }: Subject,
  order: Order,
  runtime: Runtime,
  bound: Bound,
  options: LawOptions,
): LawResult => {
  const format = runtime.backend.bytesPerNumber === 8 ? double : single
  const kept = edges.filter(promises(runtime, format, order))
  const inputs = (edges[0]?.inputs ?? []).map((_, k) => {
    const numbers = kept.map((edge) => edge.inputs[k] ?? 0)
    return leaf(format === double ? Float64Array.from(numbers) : Float32Array.from(numbers), [kept.length])
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

const titleOf = (name: string, order: Order, runtime: Runtime): string =>
  `${name} at the edges on ${runtime.name}: ${titles[order]}`

const orders = [0, 1, 2] as const

const lawsOf = (runtime: Runtime, subject: Subject): readonly Law[] =>
  orders.flatMap((order): readonly Law[] => {
    if (!subject.edges.some((edge) => expectedOf(edge, order).some((one) => one !== null))) return []
    const bound = boundOf(subject.name, order, runtime)
    return [
      {
        name: titleOf(subject.name, order, runtime),
        run: (options = {}) => run(subject, order, runtime, bound, options),
      },
    ]
  })

/** Every recorded function with its rows. */
export const subjects: readonly Subject[] = [
  ...Object.entries(unaryRecords).flatMap(([name, record]) => {
    const f = unaryFunctions[name]
    return f === undefined ? [] : [{ name, f: f as Entrywise, edges: edgesOf(record, 1) }]
  }),
  ...Object.entries(binaryRecords).flatMap(([name, record]) => {
    const f = binaryFunctions[name]
    return f === undefined ? [] : [{ name, f: f as Entrywise, edges: edgesOf(record, 2) }]
  }),
]

/** The laws of the edges for a runtime. */
export const edgeLaws = (runtime: Runtime): readonly Law[] => subjects.flatMap((subject) => lawsOf(runtime, subject))
