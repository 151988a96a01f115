/**
 * @file Every layer of `cotangent/nn`, with what it is tried on: a line a layer. Variants follow a comma, as in
 * `'conv2d, grouped'`. A test names the layers that are missing.
 */
import * as nn from '../../src/nn/index.ts'
import { key } from '../../src/core/Key.ts'
import type { Shape } from '../../src/core/Shape.ts'
import { leaves, rebuild } from '../../src/core/Tree.ts'
import type { ErasedLayer, SomeLayer } from '../../src/nn/Layer.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'
import type { Law } from '../framework/Law.ts'
import { within } from '../framework/arbitraries/Domain.ts'
import type { LayerSpec } from '../kinds/layer.ts'
import { layerLaws } from '../kinds/layer.ts'
import type { Operation } from '../framework/Operation.ts'
import { operation, seeds } from '../framework/Operation.ts'

/** A layer of the table: its laws, and how it looks to a backend. */
export interface LayerEntry {
  readonly laws: (name: string) => readonly Law[]
  readonly operation: (name: string) => Operation
}

/** Small, so that no tanh is full: of its derivative 1 - y^2 rounding leaves few digits there, which large weights show. */
const weights = within(0.2, 1)

const keyed = ({ layer, input, domain = 'real', ...options }: LayerSpec<SomeLayer, Shape>, name: string): Operation => {
  const erased = layer as ErasedLayer
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
})

const image = [2, 3, 5, 5] as const

/** Layers, by name. */
export const layers = {
  adaptiveAvgPool2d: on({ layer: nn.adaptiveAvgPool2d([2, 3]), input: image, output: [2, 3, 2, 3] }),
  adaptiveMaxPool2d: on({
    layer: nn.adaptiveMaxPool2d([2, 3]),
    input: image,
    output: [2, 3, 2, 3],
    domain: 'distinct',
  }),
  avgPool1d: on({ layer: nn.avgPool1d({ kernel: 2 }), input: [2, 3, 5], output: [2, 3, 2] }),
  avgPool2d: on({ layer: nn.avgPool2d({ kernel: 3, stride: 2, padding: 1 }), input: image, output: [2, 3, 3, 3] }),
  batchNorm: on({ layer: nn.batchNorm(3), input: image, output: image }),
  conv1d: on({ layer: nn.conv1d({ in: 2, out: 3, kernel: 2, stride: 2 }), input: [2, 2, 5], output: [2, 3, 2] }),
  conv2d: on({ layer: nn.conv2d({ in: 3, out: 2, kernel: 3, padding: 1 }), input: image, output: [2, 2, 5, 5] }),
  'conv2d, grouped and strided': on({
    layer: nn.conv2d({ in: 2, out: 4, kernel: [2, 3], stride: [2, 1], groups: 2, bias: false }),
    input: [2, 2, 5, 4],
    output: [2, 4, 2, 2],
  }),
  celu: on({ layer: nn.celu({ alpha: 1.5 }), input: [2, 3], output: [2, 3], domain: 'awayFromZero' }),
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
  elu: on({ layer: nn.elu({ alpha: 0.7 }), input: [2, 3], output: [2, 3], domain: 'awayFromZero' }),
  flatten: on({ layer: nn.flatten, input: [2, 3, 2, 2], output: [2, 12] }),
  gelu: on({ layer: nn.gelu(), input: [2, 3], output: [2, 3] }),
  'gelu, approximate': on({ layer: nn.gelu({ approximate: true }), input: [2, 3], output: [2, 3] }),
  globalMaxPool2d: on({ layer: nn.globalMaxPool2d, input: image, output: [2, 3], domain: 'distinct' }),
  glu: on({ layer: nn.glu(), input: [2, 4], output: [2, 2] }),
  groupNorm: on({ layer: nn.groupNorm(2, 4), input: [2, 4, 3], output: [2, 4, 3] }),
  hardshrink: on({ layer: nn.hardshrink({ threshold: 0.01 }), input: [2, 3], output: [2, 3], domain: 'awayFromZero' }),
  hardsigmoid: on({ layer: nn.hardsigmoid, input: [2, 3], output: [2, 3], domain: 'real' }),
  hardswish: on({ layer: nn.hardswish, input: [2, 3], output: [2, 3], domain: 'real' }),
  hardtanh: on({ layer: nn.hardtanh({ low: -9, high: 9 }), input: [2, 3], output: [2, 3] }),
  globalAvgPool2d: on({ layer: nn.globalAvgPool2d, input: image, output: [2, 3] }),
  identity: on({ layer: nn.identity, input: [2, 3], output: [2, 3] }),
  instanceNorm: on({ layer: nn.instanceNorm(3), input: image, output: image }),
  layerNorm: on({ layer: nn.layerNorm([3, 5]), input: [2, 3, 5], output: [2, 3, 5] }),
  leakyRelu: on({ layer: nn.leakyRelu(), input: [2, 3], output: [2, 3], domain: 'awayFromZero' }),
  logSigmoid: on({ layer: nn.logSigmoid, input: [2, 3], output: [2, 3] }),
  logSoftmax: on({ layer: nn.logSoftmax(), input: [2, 3], output: [2, 3] }),
  lpPool2d: on({
    layer: nn.lpPool2d({ p: 3, kernel: 2 }),
    input: [2, 3, 4, 5],
    output: [2, 3, 2, 2],
    domain: 'positive',
  }),
  maxPool1d: on({
    layer: nn.maxPool1d({ kernel: 3, stride: 2 }),
    input: [2, 3, 7],
    output: [2, 3, 3],
    domain: 'distinct',
  }),
  'maxPool1d, padded as same': on({
    layer: nn.maxPool1d({ kernel: 2, stride: 2, padding: 'same' }),
    input: [2, 3, 5],
    output: [2, 3, 3],
    domain: 'distinct',
  }),
  'avgPool2d, padded as same': on({
    layer: nn.avgPool2d({ kernel: [2, 3], stride: 1, padding: 'sameLower', countIncludePad: false }),
    input: [2, 3, 3, 4],
    output: [2, 3, 3, 4],
  }),
  'conv2d, padded as same': on({
    layer: nn.conv2d({ in: 3, out: 2, kernel: [2, 3], stride: [1, 2], padding: 'same' }),
    input: image,
    output: [2, 2, 5, 3],
  }),
  mish: on({ layer: nn.mish, input: [2, 3], output: [2, 3] }),
  pixelShuffle: on({ layer: nn.pixelShuffle(2), input: [2, 4, 3, 2], output: [2, 1, 6, 4] }),
  prelu: on({ layer: nn.prelu({ channels: 3 }), input: [2, 3, 2], output: [2, 3, 2], domain: 'awayFromZero' }),
  relu6: on({ layer: nn.relu6, input: [2, 3], output: [2, 3], domain: 'awayFromZero' }),
  rmsNorm: on({ layer: nn.rmsNorm(5), input: [2, 3, 5], output: [2, 3, 5] }),
  selu: on({ layer: nn.selu, input: [2, 3], output: [2, 3], domain: 'awayFromZero' }),
  silu: on({ layer: nn.silu, input: [2, 3], output: [2, 3] }),
  softplus: on({ layer: nn.softplus, input: [2, 3], output: [2, 3], domain: 'awayFromZero' }),
  softshrink: on({ layer: nn.softshrink({ threshold: 0.01 }), input: [2, 3], output: [2, 3], domain: 'awayFromZero' }),
  softsign: on({ layer: nn.softsign, input: [2, 3], output: [2, 3], domain: 'awayFromZero' }),
  spatialDropout: on({ layer: nn.spatialDropout(0.5), input: image, output: image }),
  tanhshrink: on({ layer: nn.tanhshrink, input: [2, 3], output: [2, 3] }),
  upsample: on({
    layer: nn.upsample({ scale: 2, mode: 'bilinear' }),
    input: [2, 3, 3, 2],
    output: [2, 3, 6, 4],
  }),
  'upsample, averaged': on({
    layer: nn.upsample({ size: [2, 5], mode: 'bicubic', antialias: true }),
    input: [1, 2, 5, 4],
    output: [1, 2, 2, 5],
  }),
  localResponseNorm: on({ layer: nn.localResponseNorm({ size: 3, alpha: 1 }), input: image, output: image }),
  localResponseNormOfPaper: on({
    layer: nn.localResponseNormOfPaper({ size: 2, alpha: 1 }),
    input: image,
    output: image,
  }),
  maxPool2d: on({
    layer: nn.maxPool2d({ kernel: 3, stride: 2 }),
    input: image,
    output: [2, 3, 2, 2],
    domain: 'distinct',
  }),
  branches: on({
    layer: nn.branches({
      a: nn.conv2d({ in: 3, out: 1, kernel: 1 }),
      b: nn.maxPool2d({ kernel: 3, stride: 1, padding: 1 }),
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
  residual: on({ layer: nn.residual(nn.tanh), input: [2, 3], output: [2, 3] }),
  relu: on({ layer: nn.relu, input: [2, 3], output: [2, 3], domain: 'awayFromZero' }),
  sequential: on({
    layer: nn.sequential(nn.dense(3, 5), nn.tanh, nn.dropout(0.2), nn.dense(5, 2)),
    input: [4, 3],
    output: [4, 2],
  }),
  sigmoid: on({ layer: nn.sigmoid, input: [2, 3], output: [2, 3] }),
  softmax: on({ layer: nn.softmax(), input: [2, 3], output: [2, 3] }),
  tanh: on({ layer: nn.tanh, input: [2, 3], output: [2, 3] }),
} as const satisfies Readonly<Record<string, LayerEntry>>

/** Exports of `cotangent/nn` that make layers of other layers, or are no layers: the table need not have them. */
export const notLayers: readonly string[] = [
  'diracInitializer',
  'embedding',
  'gainOf',
  'andThen',
  'evalMode',
  'fansOf',
  'layers',
  'model',
  'named',
  'parametric',
  'showSummary',
  'stateless',
  'summary',
  'trainMode',
  'uniformByFan',
  'varianceScaling',
]
