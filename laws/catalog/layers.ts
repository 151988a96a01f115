/**
 * @file Every layer of `cotangent/nn`, with its test input: one line per layer. Variants are named after a comma, as in
 * `'conv2d, grouped'`. A test names the layers that are missing.
 */
import * as nn from '../../src/nn/index.ts'
import { key } from '../../src/core/Key.ts'
import type { Shape } from '../../src/core/Shape.ts'
import { leaves, rebuild } from '../../src/core/Tree.ts'
import type { SomeLayer } from '../../src/nn/Layer.ts'
import { asLayer, erase } from '../../src/nn/Layer.ts'
import * as ops from '../../src/ops/index.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'
import type { Law } from '../framework/Law.ts'
import { within } from '../framework/arbitraries/Domain.ts'
import type { LayerSpec } from '../kinds/layer.ts'
import { layerLaws } from '../kinds/layer.ts'
import type { Operation } from '../framework/Operation.ts'
import { operation, seeds } from '../framework/Operation.ts'
import { layerOnRanks } from './ranks.ts'

/** A layer of the table: its laws, and how it looks to a backend. */
export interface LayerEntry {
  readonly laws: (name: string) => readonly Law[]
  readonly operation: (name: string) => Operation
  /** The laws that it trains on several ranks as on one. */
  readonly parallel: (name: string) => readonly Law[]
  /** The layer itself, and the shape of its input. */
  readonly layer: SomeLayer
  readonly input: Shape
}

/** Small, so that no tanh saturates: rounding leaves few digits of 1 - y^2 there, which large weights would amplify. */
const weights = within(0.2, 1)

const keyed = ({ layer, input, domain = 'real', ...options }: LayerSpec<SomeLayer, Shape>, name: string): Operation => {
  const erased = erase(layer)
  const [params, state] = referenceRuntime.run(erased.init(key(0)))
  const own = leaves(params)
  return operation(name, {
    ...options,
    geometry: seeds,
    inputs: () => [{ shape: input, domain }, ...own.map(({ shape }) => ({ shape, domain: weights }))],
    f:
      (drawn) =>
      (x, ...moved) =>
        erased.apply(drawn % 2 === 0 ? { _tag: 'eval' } : { _tag: 'train', key: key(drawn) })(
          rebuild(params, moved),
          state,
          x,
        )[0],
  })
}

/** A layer on an input; the compiler holds `output` to the layer's type. */
const on = <L extends SomeLayer, const I extends Shape>(spec: LayerSpec<L, I>): LayerEntry => ({
  laws: (name) => layerLaws(name, spec),
  operation: (name) => keyed(spec, `${name} layer`),
  parallel: (name) => layerOnRanks(name, spec),
  layer: spec.layer,
  input: spec.input,
})

const image = [2, 3, 5, 5] as const

/** Layers, by name. */
export const layers = {
  batchNorm: on({ layer: nn.batchNorm(3), input: image, output: image }),
  conv1d: on({ layer: nn.conv1d({ in: 2, out: 3, kernel: 2, stride: 2 }), input: [2, 2, 5], output: [2, 3, 2] }),
  conv2d: on({ layer: nn.conv2d({ in: 3, out: 2, kernel: 3, padding: 1 }), input: image, output: [2, 2, 5, 5] }),
  'conv2d, grouped and strided': on({
    layer: nn.conv2d({ in: 2, out: 4, kernel: [2, 3], stride: [2, 1], groups: 2, bias: false }),
    input: [2, 2, 5, 4],
    output: [2, 4, 2, 2],
  }),
  convTranspose1d: on({
    layer: nn.convTranspose1d({ in: 2, out: 3, kernel: 3, stride: 2, padding: 1, outputPadding: 1 }),
    input: [2, 2, 4],
    output: [2, 3, 8],
  }),
  convTranspose2d: on({
    layer: nn.convTranspose2d({ in: 3, out: 2, kernel: [2, 3], stride: 2, dilation: [1, 2] }),
    input: image,
    output: [2, 2, 10, 13],
  }),
  'convTranspose2d, grouped': on({
    layer: nn.convTranspose2d({ in: 4, out: 2, kernel: 3, groups: 2, bias: false }),
    input: [1, 4, 3, 3],
    output: [1, 2, 5, 5],
  }),
  multiHeadAttention: on({
    layer: nn.multiHeadAttention({ width: 4, heads: 2, causal: true }),
    input: [2, 3, 4],
    output: [2, 3, 4],
    // The scores are products of two projections; exp turns their absolute error into a relative one.
    domain: within(-1, 1),
  }),
  'convTranspose2d, padded as same': on({
    layer: nn.convTranspose2d({ in: 2, out: 3, kernel: [3, 2], stride: 2, padding: 'same' }),
    input: [1, 2, 3, 2],
    output: [1, 3, 6, 4],
  }),
  'convTranspose1d, padded unevenly': on({
    layer: nn.convTranspose1d({ in: 2, out: 3, kernel: 3, padding: [[2, 0]] }),
    input: [1, 2, 3],
    output: [1, 3, 3],
  }),
  dense: on({ layer: nn.dense(3, 2), input: [4, 3], output: [4, 2] }),
  dropout: on({ layer: nn.dropout(0.5), input: [3, 4], output: [3, 4] }),
  groupNorm: on({ layer: nn.groupNorm(2, 4), input: [2, 4, 3], output: [2, 4, 3] }),
  identity: on({ layer: nn.identity, input: [2, 3], output: [2, 3] }),
  instanceNorm: on({ layer: nn.instanceNorm(3), input: image, output: image }),
  layerNorm: on({ layer: nn.layerNorm([3, 5]), input: [2, 3, 5], output: [2, 3, 5] }),
  'conv2d, padded as same': on({
    layer: nn.conv2d({ in: 3, out: 2, kernel: [2, 3], stride: [1, 2], padding: 'same' }),
    input: image,
    output: [2, 2, 5, 3],
  }),
  gru: on({ layer: nn.gru({ in: 3, out: 2 }), input: [2, 3, 3], output: [2, 3, 2] }),
  lstm: on({ layer: nn.lstm({ in: 3, out: 2 }), input: [2, 3, 3], output: [2, 3, 2] }),
  'lstm, in both directions': on({
    layer: nn.lstm({ in: 2, out: 3, bidirectional: true }),
    input: [2, 3, 2],
    output: [2, 3, 6],
  }),
  rnn: on({ layer: nn.rnn({ in: 3, out: 2, bidirectional: true }), input: [2, 4, 3], output: [2, 4, 4] }),
  prelu: on({ layer: nn.prelu({ channels: 3 }), input: [2, 3, 2], output: [2, 3, 2], domain: 'awayFromZero' }),
  rmsNorm: on({ layer: nn.rmsNorm(5), input: [2, 3, 5], output: [2, 3, 5] }),
  spatialDropout: on({ layer: nn.spatialDropout(0.5), input: image, output: image }),
  branches: on({
    layer: nn.branches({
      a: nn.conv2d({ in: 3, out: 1, kernel: 1 }),
      b: ops.maxPool2d({ kernel: 3, stride: 1, padding: 1 }),
    }),
    input: image,
    output: [2, 4, 5, 5],
    domain: 'distinct',
  }),
  parallel: on({
    layer: nn.parallel(nn.conv2d({ in: 3, out: 2, kernel: 1 }), nn.conv2d({ in: 3, out: 1, kernel: 3, padding: 1 })),
    input: image,
    output: image,
  }),
  residual: on({ layer: nn.residual(ops.tanh), input: [2, 3], output: [2, 3] }),
  sequential: on({
    layer: nn.sequential(nn.dense(3, 5), ops.tanh, nn.dropout(0.2), nn.dense(5, 2)),
    input: [4, 3],
    output: [4, 2],
  }),
  asLayer: on({
    layer: asLayer(ops.maxPool2d({ kernel: 3, stride: 2 })),
    input: image,
    output: [2, 3, 2, 2],
    domain: 'distinct',
  }),
} as const satisfies Readonly<Record<string, LayerEntry>>

/** Exports of `cotangent/nn` that compose layers or are not layers, and that the table need not contain. */
export const notLayers: readonly string[] = [
  'diracInitializer',
  'embedding',
  'gainOf',
  'andThen',
  'attend',
  'evalMode',
  'fansOf',
  'inUse',
  'layerPaths',
  'layers',
  'linearAttention',
  'mapLayers',
  'model',
  'named',
  'parametric',
  'recur',
  'showSummary',
  'stateful',
  'stateless',
  'summary',
  'trainMode',
  'uniformByFan',
  'varianceScaling',
]
