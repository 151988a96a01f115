/**
 * @file Every reduction as a sum of terms a_k, a_k b_k or others, so that it can be compared with a sum that is
 * computed independently (`longSums.ts`).
 */
import type { NumberArray, Tensor } from '../../src/core/Tensor.ts'
import { leaf } from '../../src/core/Tensor.ts'
import * as ops from '../../src/ops/index.ts'
import { conv, convFilter, convInput } from '../../src/ops/conv.ts'
import { vjp } from '../../src/diff/vjp.ts'

/** A reduction of as many terms as its operands have entries. */
export interface LongSum {
  readonly name: string
  /** The largest number of terms that is tested. */
  readonly most: number
  /** The same on devices, where a thread may loop over the axis for each of its cells. */
  readonly mostOnDevice: number
  readonly compute: (a: Float32Array, b: Float32Array) => Tensor
  readonly terms: (a: Float32Array, b: Float32Array) => Float64Array
  /** The sum, from each result that holds it. */
  readonly sums: (result: NumberArray, a: Float32Array) => readonly number[]
}

const own = (a: Float32Array): Float64Array => new Float64Array(a)
const products = (a: Float32Array, b: Float32Array): Float64Array => own(a).map((x, k) => x * (b[k] ?? 0))
const squares = (a: Float32Array): Float64Array => own(a).map((x) => x * x)
const everything = (result: NumberArray): readonly number[] => Array.from(result)

const longSum = (
  name: string,
  most: number,
  compute: LongSum['compute'],
  { terms = own, sums = everything, mostOnDevice = most }: Partial<LongSum> = {},
): LongSum => ({ name, most, mostOnDevice, compute, terms, sums })

/** Each entry in `count` rows: [count, n]. */
const rows = (a: Float32Array, count: number): Tensor => {
  const entries = new Float32Array(count * a.length)
  for (let row = 0; row < count; row++) entries.set(a, row * a.length)
  return leaf(entries, [count, a.length])
}

/** Each entry in `count` columns: [n, count]. */
const columns = (a: Float32Array, count: number): Tensor =>
  leaf(
    Float32Array.from({ length: a.length * count }, (_, at) => a[Math.floor(at / count)] ?? 0),
    [a.length, count],
  )

const reshaped = (x: Tensor, shape: readonly number[]): Tensor => ops.reshape(shape)(x)
const vector = (a: Float32Array): Tensor => leaf(a, [a.length])

/** What a squared error averages. */
const squaredDifference = (a: Float32Array, b: Float32Array): Tensor => {
  const difference = ops.sub(vector(a), vector(b))
  return ops.mul(difference, difference)
}

const product = (m: number, n: number, most: number): LongSum =>
  longSum(
    `matmul of ${String(m)} rows and ${String(n)} columns`,
    most,
    (a, b) => ops.matmul(rows(a, m), columns(b, n)),
    { terms: products },
  )

/** [1, channels, side, side] that holds the entries, and zeros behind them, in each channel. */
const planes = (a: Float32Array, channels: number): Tensor => {
  const side = Math.ceil(Math.sqrt(a.length))
  const entries = new Float32Array(channels * side * side)
  for (let c = 0; c < channels; c++) entries.set(a, c * side * side)
  return leaf(entries, [1, channels, side, side])
}

const meanOf = (a: Float32Array): number => a.reduce((sum, x) => sum + x, 0) / a.length

const reductions: readonly LongSum[] = [
  longSum('sum of a row', 4_000_000, (a) => ops.sum()(vector(a))),
  longSum('sum of 3 columns', 200_000, (a) => ops.sum({ axis: 0 })(columns(a, 3))),
  longSum('sum of 17 columns', 100_000, (a) => ops.sum({ axis: 0 })(columns(a, 17))),
  longSum('sum of a middle axis', 100_000, (a) => {
    const x = reshaped(ops.concat({ axis: 0 })([columns(a, 2), columns(a, 2)]), [2, a.length, 2])
    return ops.sum({ axis: 1 })(x)
  }),
  longSum('mean', 100_000, (a) => ops.mean()(vector(a)), {
    sums: (result, a) => [(result[0] ?? Number.NaN) * a.length],
  }),
  longSum('variance', 100_000, (a) => ops.variance()(vector(a)), {
    terms: (a) => {
      const mean = meanOf(a)
      // A variance is no more accurate than its mean: for equal entries it is zero, up to the error of their sum.
      return own(a).map((x) => (x - mean) ** 2 + x ** 2 / 1000)
    },
    sums: (result, a) => [(result[0] ?? Number.NaN) * a.length + a.reduce((sum, x) => sum + x ** 2 / 1000, 0)],
  }),
  longSum('norm', 100_000, (a) => ops.norm()(vector(a)), {
    terms: squares,
    sums: (result) => [(result[0] ?? Number.NaN) ** 2],
  }),
  longSum('logsumexp of a row', 400_000, (a) => ops.logsumexp()(vector(a)), {
    terms: (a) => own(a).map((x) => Math.exp(x)),
    sums: (result) => [Math.exp(result[0] ?? Number.NaN)],
  }),
  longSum('logsumexp of columns', 100_000, (a) => ops.logsumexp({ axis: 0 })(columns(a, 3)), {
    terms: (a) => own(a).map((x) => Math.exp(x)),
    sums: (result) => Array.from(result, (y) => Math.exp(y)),
  }),
  longSum('softmax', 100_000, (a) => ops.softmax()(vector(a)), {
    terms: (a) => own(a).map((x) => Math.exp(x)),
    sums: (result, a) => [Math.exp(a[0] ?? 0) / (result[0] ?? Number.NaN)],
  }),
  longSum('cumsum', 400_000, (a) => ops.cumsum({ axis: 0 })(vector(a)), {
    sums: (result) => [result.at(-1) ?? Number.NaN],
    // Each cell of the result runs over the axis.
    mostOnDevice: 3_000,
  }),
  longSum('mean of squared differences', 100_000, (a, b) => ops.mean()(squaredDifference(a, b)), {
    terms: (a, b) => own(a).map((x, k) => (x - (b[k] ?? 0)) ** 2 + 1e-9),
    sums: (result, a) => [((result[0] ?? Number.NaN) + 1e-9) * a.length],
  }),
]

const linear: readonly LongSum[] = [
  product(1, 1, 4_000_000),
  product(2, 3, 100_000),
  product(3, 5, 100_000),
  product(5, 8, 100_000),
  product(4, 64, 100_000),
  product(8, 40, 100_000),
  longSum(
    'matmul with a transposed matrix',
    200_000,
    (a, b) => ops.matmul(rows(a, 2), ops.transpose([1, 0])(rows(b, 5))),
    { terms: products },
  ),
  longSum('einsum', 100_000, (a, b) => ops.einsum('i,i->')(vector(a), vector(b)), { terms: products }),
  longSum(
    'scatterAdd',
    400_000,
    (a) => ops.scatterAdd({ axis: 0, size: 2 })(leaf(new Float32Array(a.length).fill(1), [a.length]), vector(a)),
    { sums: (result) => [result[1] ?? Number.NaN] },
  ),
  longSum(
    'scatterAdd of rows',
    100_000,
    (a) => ops.scatterAdd({ axis: 0, size: 2 })(leaf(new Float32Array(a.length * 5), [a.length, 5]), columns(a, 5)),
    { sums: (result) => Array.from(result).slice(0, 5) },
  ),
]

const sliding: readonly LongSum[] = [
  longSum(
    'conv over many channels',
    100_000,
    (a, b) => conv()(reshaped(columns(a, 8), [1, a.length, 8]), reshaped(rows(b, 3), [3, b.length, 1])),
    { terms: products },
  ),
  longSum('conv with a long kernel', 10_000, (a, b) => conv()(leaf(a, [1, 1, a.length]), leaf(b, [1, 1, b.length])), {
    terms: products,
  }),
  longSum(
    'conv by tiles',
    2_000,
    (a, b) => {
      const x = reshaped(columns(a, 64), [1, a.length, 8, 8])
      const w = new Float32Array(32 * b.length * 9)
      for (let at = 0; at < 32 * b.length; at++) w[at * 9 + 4] = b[at % b.length] ?? 0
      return conv({ padding: 1 })(x, leaf(w, [32, b.length, 3, 3]))
    },
    { terms: products },
  ),
  longSum(
    'convInput over many channels',
    100_000,
    (a, b) =>
      convInput([1, 3, 8])(reshaped(columns(a, 8), [1, a.length, 8]), reshaped(columns(b, 3), [b.length, 3, 1])),
    { terms: products },
  ),
  longSum(
    'convFilter over many pixels',
    4_000_000,
    (a, b) => convFilter([1, 1, 1])(leaf(a, [1, 1, a.length]), leaf(b, [1, 1, b.length])),
    { terms: products },
  ),
  longSum(
    'convFilter of several channels',
    100_000,
    (a, b) => convFilter([3, 2, 1])(reshaped(rows(a, 2), [1, 2, a.length]), reshaped(rows(b, 3), [1, 3, b.length])),
    { terms: products },
  ),
  longSum(
    'convFilter of many features',
    100_000,
    (a, b) => convFilter([8, 2, 1])(reshaped(rows(a, 2), [1, 2, a.length]), reshaped(rows(b, 8), [1, 8, b.length])),
    { terms: products },
  ),
  longSum(
    'convFilter over many images',
    100_000,
    (a, b) => convFilter([1, 1, 1])(leaf(a, [a.length, 1, 1]), leaf(b, [b.length, 1, 1])),
    { terms: products },
  ),
  longSum(
    'convFilter by tiles',
    40_000,
    (a, b) => convFilter([32, 32, 3, 3], { padding: 1 })(planes(a, 32), planes(b, 32)),
    { terms: products, sums: (result) => Array.from(result).filter((_, at) => at % 9 === 4) },
  ),
  longSum('average pooling', 100_000, (a) => ops.avgPool({ kernel: a.length })(leaf(a, [1, 1, a.length])), {
    sums: (result, a) => [(result[0] ?? Number.NaN) * a.length],
  }),
  longSum(
    'average pooling: pullback',
    3_000,
    (a) => {
      const windows = a.length
      const [, pullback] = vjp(ops.avgPool({ kernel: windows, stride: 1 }))(ops.zeros([1, 1, 2 * windows - 1]))
      return pullback(leaf(a, [1, 1, windows]))
    },
    // The cell in the middle is in every window.
    { sums: (result, a) => [(result[a.length - 1] ?? Number.NaN) * a.length] },
  ),
]

/** Every reduction. */
export const longSums: readonly LongSum[] = [...reductions, ...linear, ...sliding]
