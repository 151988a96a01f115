/** @file Initial weights: their spread, bounds and forms, the group `init`. Draws differ, so statistics are compared. */
import type { Runtime, Tensor } from 'cotangent'
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
import * as t from 'io-ts'
import type { Judge, Judgement } from '../check.ts'
import { judging, worse } from '../check.ts'
import { Case } from '../vectors.ts'
import { number, text } from './params.ts'

/** What is expected of the weights of a case. */
const Expected = t.readonly(
  t.partial({
    fan_in: t.number,
    fan_out: t.number,
    mean: t.number,
    std: t.number,
    bound: t.number,
    min: t.number,
    max: t.number,
    std_tolerance: t.number,
    mean_tolerance: t.number,
    weight_bound: t.number,
    bias_bound: t.number,
    weight_std: t.number,
    gram_of: t.string,
    gram_diagonal: t.number,
    max_deviation: t.number,
    nonzero: t.readonlyArray(t.readonlyArray(t.number)),
  }),
)

const Recorded = t.intersection([Case, t.type({ shape: t.readonlyArray(t.number), expect: Expected })])

type Recorded = t.TypeOf<typeof Recorded>

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
const spreads = (make: (one: Recorded) => Initializer): Judge =>
  judging(Recorded, (one, _, runtime) => {
    const { shape, expect } = one
    const values = drawn(make(one), shape, runtime)
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
  })

const scaling = (one: Recorded, isXavier: boolean, distribution: 'uniform' | 'normal'): Initializer =>
  varianceScaling({
    scale: number(one.params, 'gain', 1) ** 2,
    fan: isXavier ? 'average' : text(one.params, 'mode') === 'fan_out' ? 'out' : 'in',
    distribution,
  })

/** How layers begin unless told otherwise. */
const defaults = judging(Recorded, ({ expect, params }, _, runtime) => {
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
  const numbersOf = (x: Tensor): readonly number[] => Array.from(toArray(x, runtime))
  const [weights, biases] = [numbersOf(weight), numbersOf(bias)]
  const [weightBound, biasBound, std] = [expect.weight_bound ?? 0, expect.bias_bound ?? 0, expect.weight_std ?? 0]
  return [
    within('a weight', weights, -weightBound * (1 + 1e-6), weightBound * (1 + 1e-6)),
    within('a bias', biases, -biasBound * (1 + 1e-6), biasBound * (1 + 1e-6)),
    off('the spread', statistics(weights).std, std, (5 * std) / Math.sqrt(weights.length)),
  ].reduce(worse)
})

/** Products of rows, or of columns, with each other. */
const gram = judging(Recorded, ({ shape, expect, params }, _, runtime) => {
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
})

const dirac = judging(Recorded, ({ shape, expect, params }, _, runtime) => {
  const w = drawn(diracInitializer({ groups: number(params, 'groups', 1) }), shape, runtime)
  const ones = (expect.nonzero ?? []).map((place) =>
    place.reduce((at, index, axis) => at * (shape[axis] ?? 1) + index, 0),
  )
  const wrong = w.findIndex((value, at) => value !== (ones.includes(at) ? 1 : 0))
  return wrong < 0 ? [0, ''] : [Infinity, `entry ${wrong} is ${w[wrong]}`]
})

/** Initial weights by PyTorch's names. */
export const initial: Readonly<Record<string, Judge>> = {
  'init.xavier_uniform': spreads((one) => scaling(one, true, 'uniform')),
  'init.xavier_normal': spreads((one) => scaling(one, true, 'normal')),
  'init.kaiming_uniform': spreads((one) => scaling(one, false, 'uniform')),
  'init.kaiming_normal': spreads((one) => scaling(one, false, 'normal')),
  'init.uniform': spreads(
    ({ params }) =>
      (shape) =>
        uniform(shape, { low: number(params, 'a'), high: number(params, 'b') }),
  ),
  'init.normal': spreads(
    ({ params }) =>
      (shape) =>
        normal(shape, { mean: number(params, 'mean'), standardDeviation: number(params, 'std') }),
  ),
  'init.trunc_normal': spreads(({ params }) =>
    truncatedNormal({
      mean: number(params, 'mean'),
      standardDeviation: number(params, 'std'),
      low: number(params, 'a'),
      high: number(params, 'b'),
    }),
  ),
  'init.default': defaults,
  'init.orthogonal': gram,
  'init.dirac': dirac,
  'init.sparse': { judge: () => [Infinity, 'there are no sparse initial weights'] },
}
