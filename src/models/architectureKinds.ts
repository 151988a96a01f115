/**
 * @file The layers that a description may name: their options, the codecs of the options, and how each layer is made.
 */
import * as t from 'io-ts'
import { counts, naturals, numberCodec } from '../codecs/numbers.ts'
import type { Shape } from '../core/Shape.ts'
import { refuse } from '../core/TensorError.ts'
import type { SomeLayer } from '../nn/index.ts'
import * as nn from '../nn/index.ts'
import * as ops from '../ops/index.ts'
import { neighboursOf, partsOfPlane, partsOfSides, tapsOf, windowsOf } from './claimedCells.ts'

const Count = numberCodec(counts)
const Padding = numberCodec(naturals)
const Probability = numberCodec({ name: 'a number from 0 to 1', accepts: (n) => n >= 0 && n <= 1 })
const sides = (one: t.Type<number>): t.Type<number | readonly number[]> =>
  t.union([one, t.readonlyArray(one)], `${one.name}, or one for each side`)

export type Options = Readonly<Record<string, t.Mixed>>

/** A kind of layer: its options, and how it is made from them. */
export interface Kind {
  readonly required: Options
  readonly optional: Options
  /** Refuses options that its codecs do not accept. */
  readonly build: (options: unknown) => SomeLayer
  /**
   * How many cells its windows read in an input of a shape, if the windows are laid out before anything is computed.
   */
  readonly cells: (options: Readonly<Record<string, unknown>>, input: Shape) => number
}

const kind = <R extends Options, O extends Options>(
  required: R,
  optional: O,
  make: (options: t.TypeOfProps<R> & t.TypeOfPartialProps<O>) => SomeLayer,
  cells: Kind['cells'] = () => 0,
): Kind => {
  const codec = t.intersection([t.type(required), t.partial(optional)])
  const build = (options: unknown): SomeLayer =>
    codec.is(options)
      ? make(options)
      : refuse('build', [], { expected: 'options that the codecs accept', found: 'others' }, 'build a layer')
  return { required, optional, build, cells }
}

const window = { stride: sides(Count), padding: sides(Padding), dilation: sides(Count) } as const
const convolution = { in: Count, out: Count, kernel: sides(Count) } as const
const grouped = { groups: Count, bias: t.boolean } as const
const pooling = { stride: sides(Count), padding: sides(Padding), ceilMode: t.boolean } as const
const response = { alpha: t.number, beta: t.number, k: t.number } as const
const size = t.union([Count, t.tuple([Count, Count])], 'a whole number, or two')

/** Layers without options. */
const plain = {
  flatten: ops.flatten,
  globalAvgPool2d: ops.globalAvgPool2d,
  globalMaxPool2d: ops.globalMaxPool2d,
  hardsigmoid: ops.hardsigmoid,
  hardswish: ops.hardswish,
  identity: nn.identity,
  logSigmoid: ops.logSigmoid,
  mish: ops.mish,
  relu: ops.relu,
  relu6: ops.relu6,
  selu: ops.selu,
  sigmoid: ops.sigmoid,
  silu: ops.silu,
  softplus: ops.softplus,
  softsign: ops.softsign,
  tanh: ops.tanh,
} as const

/** Layers without inner layers, by name. */
export const leafKinds: Readonly<Record<string, Kind>> = {
  ...Object.fromEntries(Object.entries(plain).map(([name, layer]) => [name, kind({}, {}, () => layer)])),
  adaptiveAvgPool2d: kind({ size }, {}, (o) => ops.adaptiveAvgPool2d(o.size), partsOfSides),
  adaptiveMaxPool2d: kind({ size }, {}, (o) => ops.adaptiveMaxPool2d(o.size), partsOfPlane),
  avgPool1d: kind(
    { kernel: sides(Count) },
    { ...pooling, countIncludePad: t.boolean },
    (o) => ops.avgPool1d(o),
    windowsOf,
  ),
  avgPool2d: kind(
    { kernel: sides(Count) },
    { ...pooling, countIncludePad: t.boolean },
    (o) => ops.avgPool2d(o),
    windowsOf,
  ),
  batchNorm: kind({ channels: Count }, { momentum: Probability, epsilon: t.number }, ({ channels, ...options }) =>
    nn.batchNorm(channels, options),
  ),
  conv1d: kind(convolution, { ...window, ...grouped }, (o) => nn.conv1d(o)),
  conv2d: kind(convolution, { ...window, ...grouped }, (o) => nn.conv2d(o)),
  convTranspose1d: kind(convolution, { ...window, ...grouped, outputPadding: sides(Padding) }, (o) =>
    nn.convTranspose1d(o),
  ),
  convTranspose2d: kind(convolution, { ...window, ...grouped, outputPadding: sides(Padding) }, (o) =>
    nn.convTranspose2d(o),
  ),
  dense: kind({ in: Count, out: Count }, { bias: t.boolean }, ({ in: ins, out: outs, ...options }) =>
    nn.dense(ins, outs, options),
  ),
  dropout: kind({ probability: Probability }, {}, (o) => nn.dropout(o.probability)),
  elu: kind({}, { alpha: t.number }, (o) => ops.elu(o)),
  embedding: kind({ count: Count, width: Count }, { paddingIndex: Padding }, ({ count, width, ...options }) =>
    nn.embedding(count, width, options),
  ),
  gelu: kind({}, { approximate: t.boolean }, (o) => ops.gelu(o)),
  groupNorm: kind({ groups: Count, channels: Count }, { epsilon: t.number }, ({ groups, channels, ...options }) =>
    nn.groupNorm(groups, channels, options),
  ),
  layerNorm: kind(
    { shape: t.union([Count, t.readonlyArray(Count)], 'a whole number, or several') },
    { epsilon: t.number },
    ({ shape, ...options }) => nn.layerNorm(shape, options),
  ),
  leakyRelu: kind({}, { slope: t.number }, (o) => ops.leakyRelu(o)),
  localResponseNorm: kind({ size: Count }, response, (o) => ops.localResponseNorm(o), neighboursOf),
  localResponseNormOfPaper: kind({ size: Count }, response, (o) => ops.localResponseNormOfPaper(o), neighboursOf),
  maxPool1d: kind({ kernel: sides(Count) }, { ...pooling, dilation: sides(Count) }, (o) => ops.maxPool1d(o), windowsOf),
  maxPool2d: kind({ kernel: sides(Count) }, { ...pooling, dilation: sides(Count) }, (o) => ops.maxPool2d(o), windowsOf),
  pixelShuffle: kind({ factor: Count }, {}, (o) => ops.pixelShuffle(o.factor)),
  prelu: kind({}, { channels: Count, slope: t.number }, (o) => nn.prelu(o)),
  softmax: kind({}, { axis: t.Int }, (o) => ops.softmax(o)),
  spatialDropout: kind({ probability: Probability }, {}, (o) => nn.spatialDropout(o.probability)),
  interpolate: kind(
    {},
    {
      size,
      scale: t.union([t.number, t.tuple([t.number, t.number])], 'a number, or two'),
      mode: t.keyof({ nearest: null, nearestExact: null, bilinear: null, bicubic: null, area: null }),
      alignCorners: t.boolean,
      coordinates: t.keyof({ halfPixel: null, asymmetric: null, alignCorners: null, halfPixelSymmetric: null }),
      rounding: t.keyof({ floor: null, ceil: null, preferFloor: null, preferCeil: null }),
      antialias: t.boolean,
      cubic: t.number,
      outside: t.keyof({ edge: null, none: null }),
    },
    (o) => ops.interpolate(o),
    tapsOf,
  ),
}
