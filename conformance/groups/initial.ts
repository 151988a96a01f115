/** @file Initial weights: their spread, bounds and forms, the group `init`. Draws differ, so statistics are compared. */
import type { Runtime } from 'cotangent'
import { key, normal, toArray, uniform } from 'cotangent'
import type { Initializer } from 'cotangent/nn'
import {
  conv2d,
  convTranspose2d,
  dense,
  diracInitializer,
  fansOf,
  orthogonal,
  truncatedNormal,
  varianceScaling,
} from 'cotangent/nn'
import type { Judge, Judgement } from '../check.ts'
import { worse } from '../check.ts'
import type { Case } from '../vectors.ts'
import { number, text } from './params.ts'

/** What is expected of the weights of a case. */
interface Expected {
  readonly fan_in?: number
  readonly fan_out?: number
  readonly mean?: number
  readonly std?: number
  readonly bound?: number
  readonly min?: number
  readonly max?: number
  readonly std_tolerance?: number
  readonly mean_tolerance?: number
  readonly weight_bound?: number
  readonly bias_bound?: number
  readonly weight_std?: number
  readonly gram_of?: string
  readonly gram_diagonal?: number
  readonly max_deviation?: number
  readonly nonzero?: readonly (readonly number[])[]
}

interface Recorded extends Case {
  readonly shape: readonly number[]
  readonly expect: Expected
}

const statistics = (values: readonly number[]) => {
  const mean = values.reduce((total, value) => total + value, 0) / values.length
  const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length
  return { mean, std: Math.sqrt(variance) }
}

const off = (what: string, found: number, expected: number, allowed: number): Judgement => [
  Math.abs(found - expected) / allowed,
  `${what} is ${found}, expected ${expected}`,
]

const within = (what: string, values: readonly number[], low: number, high: number): Judgement =>
  values.every((value) => value >= low && value <= high) ? [0, ''] : [Infinity, `${what} leaves ${low} to ${high}`]

const drawn = (initializer: Initializer, shape: readonly number[], runtime: Runtime): readonly number[] =>
  Array.from(toArray(initializer(shape)(key(7)), runtime))

/** Mean, spread and bounds of what an initializer draws. */
const spreads =
  (make: (one: Recorded) => Initializer): Judge['judge'] =>
  (one, _, runtime) => {
    const { shape, expect } = one as Recorded
    const values = drawn(make(one as Recorded), shape, runtime)
    const { mean, std } = statistics(values)
    const fans = expect.fan_in === undefined ? null : fansOf(shape)
    return [
      off('the mean', mean, expect.mean ?? 0, expect.mean_tolerance ?? 0),
      off('the spread', std, expect.std ?? 0, expect.std_tolerance ?? 0),
      expect.bound === undefined ? ([0, ''] as const) : within('a weight', values, -expect.bound, expect.bound),
      within('a weight', values, expect.min ?? -Infinity, expect.max ?? Infinity),
      ...(fans === null
        ? []
        : [
            off('the fan-in', fans.in, expect.fan_in ?? 0, 0.5),
            off('the fan-out', fans.out, expect.fan_out ?? 0, 0.5),
          ]),
    ].reduce(worse)
  }

const scaling = (one: Recorded, isXavier: boolean, distribution: 'uniform' | 'normal'): Initializer =>
  varianceScaling({
    scale: number(one.params, 'gain', 1) ** 2,
    fan: isXavier ? 'average' : text(one.params, 'mode') === 'fan_out' ? 'out' : 'in',
    distribution,
  })

/** How layers begin unless told otherwise. */
const defaults: Judge['judge'] = (one, _, runtime) => {
  const { expect, params } = one as Recorded
  const [, kind = '', sizes = ''] = /^(\w+)\(([\d,]+)/.exec(text(params, 'layer')) ?? []
  const [ins = 0, outs = 0, kernel = 0] = sizes.split(',').filter(Boolean).map(Number)
  const groups = Number(/groups=(\d+)/.exec(text(params, 'layer'))?.[1] ?? 1)
  const layer =
    kind === 'Linear'
      ? dense(ins, outs)
      : kind === 'Conv2d'
        ? conv2d({ in: ins, out: outs, kernel, groups })
        : convTranspose2d({ in: ins, out: outs, kernel, groups })
  const { weight, bias } = layer.init(key(3))[0]
  const [weights, biases] = [weight, bias].map((t) => Array.from(toArray(t, runtime))) as [number[], number[]]
  const [weightBound, biasBound, std] = [expect.weight_bound ?? 0, expect.bias_bound ?? 0, expect.weight_std ?? 0]
  return [
    within('a weight', weights, -weightBound * (1 + 1e-6), weightBound * (1 + 1e-6)),
    within('a bias', biases, -biasBound * (1 + 1e-6), biasBound * (1 + 1e-6)),
    off('the spread', statistics(weights).std, std, (5 * std) / Math.sqrt(weights.length)),
  ].reduce(worse)
}

/** Products of rows, or of columns, with each other. */
const gram: Judge['judge'] = (one, _, runtime) => {
  const { shape, expect, params } = one as Recorded
  const [rows = 1, ...rest] = shape
  const columns = rest.reduce((a, b) => a * b, 1)
  const w = drawn(orthogonal({ gain: number(params, 'gain', 1) }), shape, runtime)
  const byRows = expect.gram_of === 'rows'
  const [count, length] = byRows ? [rows, columns] : [columns, rows]
  const at = (i: number, k: number): number => w[byRows ? i * columns + k : k * columns + i] ?? 0
  return Array.from({ length: count * count }, (_pair, pair): Judgement => {
    const [i, j] = [Math.floor(pair / count), pair % count]
    const product = Array.from({ length }, (_step, k) => at(i, k) * at(j, k)).reduce((a, b) => a + b, 0)
    return off(`product ${i}, ${j}`, product, i === j ? (expect.gram_diagonal ?? 1) : 0, expect.max_deviation ?? 0)
  }).reduce(worse)
}

const dirac: Judge['judge'] = (one, _, runtime) => {
  const { shape, expect, params } = one as Recorded
  const w = drawn(diracInitializer({ groups: number(params, 'groups', 1) }), shape, runtime)
  const ones = (expect.nonzero ?? []).map((place) =>
    place.reduce((at, index, axis) => at * (shape[axis] ?? 1) + index, 0),
  )
  const wrong = w.findIndex((value, at) => value !== (ones.includes(at) ? 1 : 0))
  return wrong < 0 ? [0, ''] : [Infinity, `entry ${wrong} is ${w[wrong]}`]
}

/** Initial weights by PyTorch's names. */
export const initial: Readonly<Record<string, Judge>> = {
  'init.xavier_uniform': { judge: spreads((one) => scaling(one, true, 'uniform')) },
  'init.xavier_normal': { judge: spreads((one) => scaling(one, true, 'normal')) },
  'init.kaiming_uniform': { judge: spreads((one) => scaling(one, false, 'uniform')) },
  'init.kaiming_normal': { judge: spreads((one) => scaling(one, false, 'normal')) },
  'init.uniform': {
    judge: spreads(
      ({ params }) =>
        (shape) =>
          uniform(shape, { low: number(params, 'a'), high: number(params, 'b') }),
    ),
  },
  'init.normal': {
    judge: spreads(
      ({ params }) =>
        (shape) =>
          normal(shape, { mean: number(params, 'mean'), standardDeviation: number(params, 'std') }),
    ),
  },
  'init.trunc_normal': {
    judge: spreads(({ params }) =>
      truncatedNormal({
        mean: number(params, 'mean'),
        standardDeviation: number(params, 'std'),
        low: number(params, 'a'),
        high: number(params, 'b'),
      }),
    ),
  },
  'init.default': { judge: defaults },
  'init.orthogonal': { judge: gram },
  'init.dirac': { judge: dirac },
  'init.sparse': { judge: () => [Infinity, 'there are no sparse initial weights'] },
}
