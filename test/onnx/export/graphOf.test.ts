import { describe, expect, it } from 'vitest'
import { composites, direction, drawInputs, law, operations } from '../../../laws/index.ts'
import type { Operation, Sample } from '../../../laws/index.ts'
import { randomOf } from '../../../laws/framework/arbitraries/random.ts'
import { sizeOf } from '../../../src/core/Shape.ts'
import * as ct from '../../../src/index.ts'
import type { Shape, Tensor } from '../../../src/index.ts'
import { exportOnnx } from '../../../src/onnx/index.ts'
import { toArray } from '../../float64.ts'
import { holdsOn } from '../../holds.ts'
import { few } from '../../samples.ts'
import { notExported } from '../notExported.ts'
import { exported, outputOf } from '../roundTrip.ts'

const all: Readonly<Record<string, Operation>> = { ...operations, ...composites }

/** Entries that laws of derivatives never see, among some that they see. */
const edges = [Infinity, -Infinity, Number.NaN, 0, -0, 1, -2, 0.5, 3]
const finite = edges.filter(Number.isFinite)

/** Where ONNX's operators say something else: the entries on which a file agrees all the same. */
const alike: Readonly<Record<string, readonly number[]>> = {
  ...Object.fromEntries(
    ['gelu', 'gelu, approximate', 'mish', 'silu'].map((name) => [name, edges.filter((x) => x !== -Infinity)]),
  ),
  // Zeros between the cells of a dilated input are cells of the file, and 0 times Infinity is NaN.
  ...Object.fromEntries(
    ['conv', 'convFilter', 'conv1d', 'conv2d', 'conv2d of whole vectors', 'conv3d'].map((name) => [name, finite]),
  ),
}

const isWhole = (domain: Sample['inputs'][number]['domain']): boolean =>
  ['integers', 'flags', 'words'].includes(typeof domain === 'string' ? domain : (domain.name.split('(')[0] ?? ''))

const edgeInputs = (sample: Sample, entries: readonly number[]): readonly Tensor[] =>
  drawInputs(sample).map((drawn, k) => {
    if (isWhole(sample.inputs[k]!.domain)) return drawn
    const random = randomOf(sample.seed + k)
    const values = Array.from({ length: sizeOf(drawn.shape) }, () => entries[random.below(entries.length)]!)
    return ct.tensor(values, drawn.shape)
  })

/** What a result is, with the sign of each zero; numbers apart from what is none, so that these do not set the scale. */
const kinds = (y: Tensor) => {
  const entries = Array.from(toArray(y))
  const kindOf = (x: number): string => (Number.isFinite(x) && x !== 0 ? 'number' : Object.is(x, -0) ? '-0' : String(x))
  return {
    shape: y.shape.join(),
    kinds: entries.map(kindOf).join(),
    numbers: entries.map((x) => (Number.isFinite(x) ? x : 0)),
  }
}

const again = (f: (...xs: readonly Tensor[]) => Tensor, inputs: readonly Tensor[]): Tensor =>
  outputOf(exported(exportOnnx(f, inputs, { type: 'double' })), inputs)

const atEdges = ([name, { samples }]: readonly [string, Operation]) =>
  law(`${name}: exported, it computes the same of infinities, NaN and signed zeros`, samples, (sample) => {
    const inputs = edgeInputs(sample, alike[name] ?? edges)
    return { left: kinds(again(sample.f, inputs)), right: kinds(sample.f(...inputs)), tolerance: 1e-6 }
  })

/** Functions of a tensor of two axes. */
const functions: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  relu: ct.relu,
  'a sum over all axes': ct.sum(),
  'a sum over the last axis': ct.sum({ axis: 1 }),
  'a product with itself turned around': (x) => ct.matmul(x, ct.transpose([1, 0])(x)),
  'an outer product': (x) => ct.matmul(ct.transpose([1, 0])(x), x),
  softmax: ct.softmax(),
  'a cumulative sum': ct.cumsum({ axis: 0 }),
  'a sort': (x) => ct.sort({ axis: 0 })(x).values,
  'rows backwards': ct.flip({ axis: 0 }),
  'a reshape': ct.reshape([-1]),
  'an axis more': ct.expandDims(1),
  'itself twice': (x) => ct.concat({ axis: 1 })([x, x]),
  'itself beside a row': (x) => ct.concat({ axis: 0 })([x, ct.ones([1, x.shape[1]!])]),
  'a row for each': (x) => ct.add(x, ct.sum({ axis: 0 })(x)),
  'a column for each': (x) => ct.mul(x, ct.sum({ axis: 1, keepDims: true })(x)),
  'zeros around it': ct.pad({
    padding: [
      [1, 0],
      [0, 2],
    ],
  }),
  'a condition': (x) => ct.where(ct.less(0, x), x, ct.neg(x)),
  'a gradient': ct.grad((x: Tensor) => ct.sum()(ct.mul(ct.tanh(x), ct.sum({ axis: 0 })(x)))),
}

const shapes: readonly Shape[] = [
  [0, 3],
  [2, 0],
  [0, 0],
  [1, 3],
  [2, 1],
  [1, 1],
]

describe('graphOf', () => {
  const exportable = Object.entries(all).filter(([name]) => notExported[name] === undefined)
  holdsOn(few(2), ...exportable.map(atEdges))

  it.each(['gelu', 'mish', 'silu'] as const)('writes %s so that it is NaN at -Infinity', (name) => {
    const f = { gelu: ct.gelu(), mish: ct.mish, silu: ct.silu }[name]
    expect(toArray(again((x) => f(x), [ct.tensor([-Infinity])]))[0]).toBeNaN()
  })

  it.each(Object.entries(functions))('writes %s of axes that are empty, or of length 1', (_, f) => {
    for (const shape of shapes) {
      const x = direction(shape, 23, 0)
      expect(kinds(again(f, [x]))).toEqual(kinds(f(x)))
    }
  })
})
