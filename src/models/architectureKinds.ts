/**
 * @file The layers that a description may name: their options with the codecs of these, and how each is made.
 */
import * as t from 'io-ts'
import { counts, naturals, numberCodec } from '../codecs/numbers.ts'
import type { Shape } from '../core/Shape.ts'
import * as nn from '../nn/index.ts'
import * as ops from '../ops/index.ts'
import { neighboursOf, partsOfPlane, partsOfSides, tapsOf, windowsOf } from './claimedCells.ts'

const Count = numberCodec(counts)
const Padding = numberCodec(naturals)
const Probability = numberCodec({ name: 'a number from 0 to 1', accepts: (n) => n >= 0 && n <= 1 })
const sides = (one: t.Mixed): t.Mixed => t.union([one, t.readonlyArray(one)], `${one.name}, or one for each side`)

export type Options = Readonly<Record<string, t.Mixed>>

/** A kind of layer: its options, and how it is made of them. */
export interface Kind {
  readonly required: Options
  readonly optional: Options
  readonly build: (options: never) => unknown
  /** How many cells its windows look at in an input of a shape, where they are laid out before anything is computed. */
  readonly cells: (options: Readonly<Record<string, unknown>>, input: Shape) => number
}

const kind = (
  required: Options,
  optional: Options,
  build: (options: never) => unknown,
  cells: Kind['cells'] = () => 0,
): Kind => ({ required, optional, build, cells })

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

const inOptions = <O>(make: (options: O) => unknown) => make

/** Layers that hold no others, by name. */
export const leafKinds: Readonly<Record<string, Kind>> = {
  ...Object.fromEntries(Object.entries(plain).map(([name, layer]) => [name, kind({}, {}, () => layer)])),
  adaptiveAvgPool2d: kind(
    { size },
    {},
    (o: { readonly size: readonly [number, number] }) => ops.adaptiveAvgPool2d(o.size),
    partsOfSides,
  ),
  adaptiveMaxPool2d: kind(
    { size },
    {},
    (o: { readonly size: readonly [number, number] }) => ops.adaptiveMaxPool2d(o.size),
    partsOfPlane,
  ),
  avgPool1d: kind(
    { kernel: sides(Count) },
    { ...pooling, countIncludePad: t.boolean },
    inOptions(ops.avgPool1d),
    windowsOf,
  ),
  avgPool2d: kind(
    { kernel: sides(Count) },
    { ...pooling, countIncludePad: t.boolean },
    inOptions(ops.avgPool2d),
    windowsOf,
  ),
  batchNorm: kind(
    { channels: Count },
    { momentum: Probability, eps: t.number },
    ({ channels, ...options }: { readonly channels: number }) => nn.batchNorm(channels, options),
  ),
  conv1d: kind(convolution, { ...window, ...grouped }, inOptions(nn.conv1d)),
  conv2d: kind(convolution, { ...window, ...grouped }, inOptions(nn.conv2d)),
  convTranspose1d: kind(
    convolution,
    { ...window, ...grouped, outputPadding: sides(Padding) },
    inOptions(nn.convTranspose1d),
  ),
  convTranspose2d: kind(
    convolution,
    { ...window, ...grouped, outputPadding: sides(Padding) },
    inOptions(nn.convTranspose2d),
  ),
  dense: kind(
    { in: Count, out: Count },
    { bias: t.boolean },
    ({ in: ins, out: outs, ...options }: { readonly in: number; readonly out: number }) => nn.dense(ins, outs, options),
  ),
  dropout: kind({ probability: Probability }, {}, (o: { readonly probability: number }) => nn.dropout(o.probability)),
  elu: kind({}, { alpha: t.number }, inOptions(ops.elu)),
  embedding: kind(
    { count: Count, width: Count },
    { paddingIndex: Padding },
    ({ count, width, ...options }: { readonly count: number; readonly width: number }) =>
      nn.embedding(count, width, options),
  ),
  gelu: kind({}, { approximate: t.boolean }, inOptions(ops.gelu)),
  groupNorm: kind(
    { groups: Count, channels: Count },
    { eps: t.number },
    ({ groups, channels, ...options }: { readonly groups: number; readonly channels: number }) =>
      nn.groupNorm(groups, channels, options),
  ),
  layerNorm: kind(
    { shape: t.union([Count, t.readonlyArray(Count)], 'a whole number, or several') },
    { eps: t.number },
    ({ shape, ...options }: { readonly shape: Shape }) => nn.layerNorm(shape, options),
  ),
  leakyRelu: kind({}, { slope: t.number }, inOptions(ops.leakyRelu)),
  localResponseNorm: kind({ size: Count }, response, inOptions(ops.localResponseNorm), neighboursOf),
  localResponseNormOfPaper: kind({ size: Count }, response, inOptions(ops.localResponseNormOfPaper), neighboursOf),
  maxPool1d: kind(
    { kernel: sides(Count) },
    { ...pooling, dilation: sides(Count) },
    inOptions(ops.maxPool1d),
    windowsOf,
  ),
  maxPool2d: kind(
    { kernel: sides(Count) },
    { ...pooling, dilation: sides(Count) },
    inOptions(ops.maxPool2d),
    windowsOf,
  ),
  pixelShuffle: kind({ factor: Count }, {}, (o: { readonly factor: number }) => ops.pixelShuffle(o.factor)),
  prelu: kind({}, { channels: Count, slope: t.number }, inOptions(nn.prelu)),
  softmax: kind({}, { axis: t.Int }, inOptions(ops.softmax)),
  spatialDropout: kind({ probability: Probability }, {}, (o: { readonly probability: number }) =>
    nn.spatialDropout(o.probability),
  ),
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
    inOptions(ops.interpolate),
    tapsOf,
  ),
}
