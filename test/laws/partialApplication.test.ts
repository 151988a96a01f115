/**
 * @file A function that took its options, or a list, keeps them as they were: what is written into them afterwards changes nothing.
 */
import type { Tensor } from 'cotangent'
import * as ct from 'cotangent'
import * as checkpoint from 'cotangent/checkpoint'
import * as data from 'cotangent/data'
import * as nn from 'cotangent/nn'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seed } from '../seed.ts'

/** Writes other numbers and words into a record, and into all lists and records in it. */
const scramble = (value: object): void => {
  for (const [name, entry] of Object.entries<unknown>({ ...value })) {
    if (typeof entry === 'object' && entry !== null) scramble(entry)
    else Reflect.set(value, name, typeof entry === 'number' ? entry + 1 : !entry)
  }
  if (Array.isArray(value)) value.push(1)
}

/** A function before its options: any argument, then any tensors. */
type Curried = (options: never) => (...tensors: never[]) => unknown

interface Case {
  readonly name: string
  readonly options: () => object
  readonly make: (options: object) => () => unknown
}

const row = ct.arange(24)
const planes: Tensor = ct.reshape([1, 2, 3, 4])(row)
const matrix: Tensor = ct.reshape([4, 6])(row)
const volume: Tensor = ct.reshape([1, 2, 3, 2, 2])(row)
const kernel: Tensor = ct.ones([2, 2, 2, 2])
const solid: Tensor = ct.ones([2, 2, 1, 1, 1])
const boxes: Tensor = ct.tensor([0, 0, 2, 2], [1, 4])

/** A case: the options are written into between the call that takes them and the call that takes the tensors. */
const after = (name: string, f: Curried, options: object, ...tensors: readonly unknown[]): Case => ({
  name,
  options: () => structuredClone(options),
  make: (given) => {
    const made = f(given as never)
    return () => made(...(tensors as never[]))
  },
})

const applied = (layer: (options: never) => nn.LayerObject): Curried => {
  return (options) => {
    const { init, apply } = layer(options)
    return (x: never) => {
      const [params, state] = init(ct.key(1))
      return [params, apply(nn.trainMode(ct.key(2)))(params as never, state as never, x)[0]]
    }
  }
}

const digits: data.Dataset = {
  images: Uint8Array.of(0, 255, 9),
  labels: Uint8Array.of(0, 1, 1),
  imageShape: [1, 1, 1],
  classes: 2,
  count: 3,
} as unknown as data.Dataset

const pools = { maxPool: ct.maxPool, avgPool: ct.avgPool, maxPool2d: ct.maxPool2d, avgPool2d: ct.avgPool2d }
const reductions = {
  ...{ sum: ct.sum, mean: ct.mean, max: ct.max, min: ct.min, prod: ct.prod, variance: ct.variance, norm: ct.norm },
  ...{ logsumexp: ct.logsumexp, unitNorm: ct.unitNorm, flip: ct.flip },
}
const alongAxis = {
  ...{ softmax: ct.softmax, logSoftmax: ct.logSoftmax, argmax: ct.argmax, sort: ct.sort, cumsum: ct.cumsum },
  ...{ median: ct.median, argsort: ct.argsort },
}

const cases: readonly Case[] = [
  after('reshape', ct.reshape, [4, 6], planes),
  after('broadcastTo', ct.broadcastTo, [2, 1, 2, 3, 4], planes),
  after('transpose', ct.transpose as Curried, [0, 2, 1, 3], planes),
  after('tile', ct.tile, [2, 1, 1], planes),
  after('slice', ct.slice, [{ start: 0 }, { stop: 1 }, { step: -1 }], planes),
  after('splitSizes', ct.splitSizes, [4, 20], row),
  after('uniform', ct.uniform, [2, 3], ct.key(1)),
  after('normal', ct.normal, [2, 3], ct.key(1)),
  after('bernoulli', ct.bernoulli, [2, 3], ct.key(1)),
  ...Object.entries(reductions).map(([name, f]) => after(name, f as Curried, { axis: [1, 2] }, planes)),
  ...Object.entries(alongAxis).map(([name, f]) => after(name, f as Curried, { axis: 1 }, matrix)),
  after('pad', ct.pad, { padding: [1, 2] }, planes),
  after('clamp', ct.clamp, { low: 1, high: 5 }, planes),
  after('roll', (options: never) => ct.roll(1, options), { axis: 0 }, matrix),
  after('adaptiveAvgPool2d', ct.adaptiveAvgPool2d, [1, 2], planes),
  after('adaptiveMaxPool2d', ct.adaptiveMaxPool2d, [1, 2], planes),
  after('unfold', ct.unfold, { kernel: [2, 2] }, planes),
  after('interpolate', ct.interpolate, { size: [5, 6] }, planes),
  after('conv', ct.conv, { stride: [1, 2], padding: [[1, 0], [0, 1]] }, planes, kernel), // prettier-ignore
  after('conv2d', ct.conv2d, { stride: [1, 2], padding: [1, 0] }, planes, kernel),
  after('convTranspose', ct.convTranspose, { stride: [1, 2], padding: [1, 0] }, planes, kernel),
  after('convTranspose2d', ct.convTranspose2d, { stride: [1, 2], padding: [1, 0] }, planes, kernel),
  after('conv3d', ct.conv3d, { stride: [1, 2, 1], padding: [1, 0, 0] }, volume, solid),
  after('convTranspose3d', ct.convTranspose3d, { stride: [1, 2, 1] }, volume, solid),
  ...Object.entries(pools).map(([name, f]) => after(name, f as Curried, { kernel: [1, 1], stride: [1, 1] }, planes)),
  after('lpPool', ct.lpPool, { kernel: [1, 1], stride: [1, 1], p: 2 }, planes),
  after('maxPool3d', ct.maxPool3d, { kernel: [1, 1, 1], stride: [1, 1, 1] }, volume),
  after('avgPool3d', ct.avgPool3d, { kernel: [1, 1, 1], stride: [1, 1, 1] }, volume),
  after('roiAlign', ct.roiAlign, { size: [2, 1], samples: 1 }, planes, boxes, ct.tensor([0], [1])),
  after('attention', ct.attention, { causal: true, scale: 2 }, matrix, matrix, matrix),
  after('nn.conv2d', applied(nn.conv2d), { in: 2, out: 2, kernel: [2, 2], stride: [1, 1], padding: [0, 1] }, planes),
  after('nn.convTranspose2d', applied(nn.convTranspose2d), { in: 2, out: 2, kernel: [2, 2], stride: [1, 1] }, planes),
  after('nn.rnn', applied(nn.rnn), { in: 4, out: 2, bidirectional: true }, ct.reshape([2, 3, 4])(row)),
  after('nn.dense', applied((options: never) => nn.dense(6, 2, options)), { bias: true }, matrix), // prettier-ignore
  after('nn.batchNorm', applied((options: never) => nn.batchNorm(2, options)), { epsilon: 1e-3 }, planes), // prettier-ignore
  after('normalize', data.normalize, { mean: [0.5, 0.2], std: [0.5, 0.2] }, planes),
  after('randomCrop', (options: never) => data.randomCrop(options)(ct.key(1)) as never, { size: [2, 2] }, planes), // prettier-ignore
  after('Dataset.pick', data.Dataset.pick, [1, 0], digits),
  after('Dataset.toBatch', data.Dataset.toBatch, { mean: [0.5], std: [0.5] }, digits),
  after('decodeNpy', checkpoint.decodeNpy, { maxBytes: 2 }, checkpoint.encodeNpy({ dtype: 'F32', shape: [1], data: Float32Array.of(1) })), // prettier-ignore
]

/** A value as text, with the numbers of its tensors. */
const shown = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    ct.isTensor(each) ? { shape: each.shape, numbers: Array.from(ct.toArray(each)) } : each,
  )

describe('a function that took its options', () => {
  it.each(cases)('$name keeps them as they were', ({ options, make }) => {
    const given = options()
    const apply = make(given)
    const expected = shown(make(options())())
    scramble(given)
    expect(shown(apply())).toBe(expected)
  })

  it('copies lists within lists, at any depth', () => {
    const nested = fc.array(fc.array(fc.nat({ max: 3 }), { minLength: 2, maxLength: 2 }), {
      minLength: 2,
      maxLength: 2,
    })
    fc.assert(
      fc.property(nested, (padding) => {
        const given = structuredClone(padding)
        const pad = ct.conv({ padding: given as [[number, number], [number, number]] })
        scramble(given)
        const untouched = ct.conv({ padding: padding as [[number, number], [number, number]] })
        expect(pad(planes, kernel).shape).toEqual(untouched(planes, kernel).shape)
      }),
      { seed: seed(), numRuns: 50 },
    )
  })
})
