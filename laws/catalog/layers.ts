/**
 * @file Every layer of `cotangent/nn`, with what it is tried on: a line a layer. Variants follow a comma, as in
 * `'conv2d, grouped'`. A test names the layers that are missing.
 */
import * as nn from '../../src/nn/index.ts'
import { key } from '../../src/core/Key.ts'
import type { Shape } from '../../src/core/Shape.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { leaves, rebuild } from '../../src/core/Tree.ts'
import type { ErasedLayer, SomeLayer } from '../../src/nn/Layer.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'
import type { Law } from '../Law.ts'
import type { LayerSpec } from '../layer.ts'
import { layerLaws } from '../layer.ts'
import type { Operation } from '../Operation.ts'
import { operation, seeds } from '../Operation.ts'

/** A layer of the table: its laws, and how it looks to a backend. */
export interface LayerEntry {
  readonly laws: (name: string) => readonly Law[]
  readonly operation: (name: string) => Operation
}

const keyed = ({ layer, input, domain = 'real', ...options }: LayerSpec<SomeLayer, Shape>, name: string): Operation => {
  const erased = layer as unknown as ErasedLayer
  const [params, state] = referenceRuntime.run(erased.init(key(0)))
  const own = leaves(params)
  return operation(name, {
    ...options,
    geometry: seeds,
    inputs: () => [{ shape: input, domain }, ...own.map(({ shape }) => ({ shape, domain: 'positive' as const }))],
    f:
      (drawn) =>
      (x, ...moved) =>
        erased.apply(drawn % 2 === 0 ? { _tag: 'eval' } : { _tag: 'train', key: key(drawn) })(
          rebuild(params, moved),
          state,
          x as Tensor,
        )[0],
  })
}

/** A layer on an input; the compiler holds `output` to the layer's type. */
const on = <L extends SomeLayer, const I extends Shape>(spec: LayerSpec<L, I>): LayerEntry => ({
  laws: (name) => layerLaws(name, spec),
  operation: (name) => keyed(spec as unknown as LayerSpec<SomeLayer, Shape>, `${name} layer`),
})

const image = [2, 3, 5, 5] as const

/** Layers, by name. */
export const layers = {
  adaptiveAvgPool2d: on({ layer: nn.adaptiveAvgPool2d([2, 3]), input: image, output: [2, 3, 2, 3] }),
  avgPool2d: on({ layer: nn.avgPool2d({ kernel: 3, stride: 2, padding: 1 }), input: image, output: [2, 3, 3, 3] }),
  batchNorm: on({ layer: nn.batchNorm(3), input: image, output: image }),
  conv1d: on({ layer: nn.conv1d({ in: 2, out: 3, kernel: 2, stride: 2 }), input: [2, 2, 5], output: [2, 3, 2] }),
  conv2d: on({ layer: nn.conv2d({ in: 3, out: 2, kernel: 3, padding: 1 }), input: image, output: [2, 2, 5, 5] }),
  'conv2d, grouped and strided': on({
    layer: nn.conv2d({ in: 2, out: 4, kernel: [2, 3], stride: [2, 1], groups: 2, bias: false }),
    input: [2, 2, 5, 4],
    output: [2, 4, 2, 2],
  }),
  dense: on({ layer: nn.dense(3, 2), input: [4, 3], output: [4, 2] }),
  dropout: on({ layer: nn.dropout(0.5), input: [3, 4], output: [3, 4] }),
  flatten: on({ layer: nn.flatten, input: [2, 3, 2, 2], output: [2, 12] }),
  globalAvgPool2d: on({ layer: nn.globalAvgPool2d, input: image, output: [2, 3] }),
  identity: on({ layer: nn.identity, input: [2, 3], output: [2, 3] }),
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
  'andThen',
  'evalMode',
  'fansOf',
  'layers',
  'model',
  'named',
  'parametric',
  'stateless',
  'trainMode',
  'uniformByFan',
  'varianceScaling',
]
