/**
 * @file Shapes, sizes, counts and axes that are none, given to everything that takes one: a `TensorError` at once, before
 * anything is computed.
 */
import * as ct from 'cotangent'
import { key, ones, TensorError } from 'cotangent'
import * as nn from 'cotangent/nn'
import { describe, expect, it } from 'vitest'

/** What JavaScript, or a cast, may hand over where a number is asked for. */
const noSizes: readonly unknown[] = [-2, 1.5, NaN, Infinity, 2 ** 53, '2', null]
const noAxes: readonly unknown[] = [7, -7, 0.5, NaN, Infinity, '1', null]
const noIntegers: readonly unknown[] = [0.5, NaN, Infinity, '1', null]

type Call = (bad: never) => unknown
const x = ones([2, 3, 4])
const image = ones([1, 4, 4, 4])
const k = key(1)

const shapes: Readonly<Record<string, Call>> = {
  full: (n) => ct.full([n], 1),
  'full of more axes': (n) => ct.full([2, n, 3], 1),
  'full of a computed number': (n) => ct.full([n], ct.exp(ct.tensor([1], []))),
  zeros: (n) => ct.zeros([n]),
  ones: (n) => ct.ones([n]),
  tensor: (n) => ct.tensor([1, 2], [n]),
  reshape: (n) => ct.reshape([n, 3])(x as never),
  broadcastTo: (n) => ct.broadcastTo([n])(ones([1])),
  sumTo: (n) => ct.sumTo([n])(ones([2])),
  uniform: (n) => ct.uniform([n])(k),
  normal: (n) => ct.normal([n])(k),
  bernoulli: (n) => ct.bernoulli([n])(k),
}

const sizes: Readonly<Record<string, Call>> = {
  arange: (n) => ct.arange(n),
  permutation: (n) => ct.permutation(n)(k),
  split: (n) => ct.split(k, n),
  keyBatch: (n) => ct.keyBatch(k, n),
  oneHot: (n) => ct.oneHot(n)(ones([1])),
  topK: (n) => ct.topK(n)(x),
  chunk: (n) => ct.chunk(n)(x),
  splitSizes: (n) => ct.splitSizes([n, 1])(x),
  tile: (n) => ct.tile([n])(x),
  repeatInterleave: (n) => ct.repeatInterleave(n)(x),
  scatterAdd: (n) => ct.scatterAdd({ axis: 0, size: n })(ones([2]), ones([2])),
  pad: (n) => ct.pad({ padding: [[n, 0]] })(x),
  'window of a pool': (n) => ct.maxPool2d({ kernel: n })(image),
  'stride of a pool': (n) => ct.avgPool2d({ kernel: 2, stride: n })(image),
  'stride of a convolution': (n) => ct.conv2d({ stride: n })(image, ones([4, 4, 1, 1])),
  'dilation of a convolution': (n) => ct.conv2d({ dilation: n })(image, ones([4, 4, 1, 1])),
  'groups of a convolution': (n) => ct.conv2d({ groups: n })(image, ones([4, 4, 1, 1])),
  unfold: (n) => ct.unfold({ kernel: n })(image),
  'stride of unfold': (n) => ct.unfold({ kernel: 2, stride: n })(image),
  interpolate: (n) => ct.interpolate({ size: n })(image),
  adaptiveAvgPool2d: (n) => ct.adaptiveAvgPool2d(n)(image),
  adaptiveMaxPool2d: (n) => ct.adaptiveMaxPool2d(n)(image),
  pixelShuffle: (n) => ct.pixelShuffle(n)(image),
  pixelUnshuffle: (n) => ct.pixelUnshuffle(n)(image),
  channelShuffle: (n) => ct.channelShuffle(n)(image),
  localResponseNorm: (n) => ct.localResponseNorm({ size: n })(image),
  groupNorm: (n) => ct.groupNorm({ groups: n })(image),
}

/** Layers refuse when they are made. */
const layers: Readonly<Record<string, Call>> = {
  'inputs of dense': (n) => nn.dense(n, 2),
  'outputs of dense': (n) => nn.dense(2, n),
  'channels in of conv1d': (n) => nn.conv1d({ in: n, out: 2, kernel: 3 }),
  'channels in of conv2d': (n) => nn.conv2d({ in: n, out: 2, kernel: 3 }),
  'channels out of conv2d': (n) => nn.conv2d({ in: 2, out: n, kernel: 3 }),
  'kernel of conv2d': (n) => nn.conv2d({ in: 2, out: 2, kernel: n }),
  'side of the kernel of conv2d': (n) => nn.conv2d({ in: 2, out: 2, kernel: [3, n] }),
  'stride of conv2d': (n) => nn.conv2d({ in: 2, out: 2, kernel: 3, stride: n }),
  'dilation of conv2d': (n) => nn.conv2d({ in: 2, out: 2, kernel: 3, dilation: n }),
  'groups of conv2d': (n) => nn.conv2d({ in: 2, out: 2, kernel: 3, groups: n }),
  'channels of convTranspose2d': (n) => nn.convTranspose2d({ in: 2, out: n, kernel: 3 }),
  'rows of embedding': (n) => nn.embedding(n, 3),
  'width of embedding': (n) => nn.embedding(3, n),
  batchNorm: (n) => nn.batchNorm(n),
  layerNorm: (n) => nn.layerNorm([n]),
  rmsNorm: (n) => nn.rmsNorm([n]),
  'groups of groupNorm': (n) => nn.groupNorm(n, 4),
  'channels of groupNorm': (n) => nn.groupNorm(4, n),
  instanceNorm: (n) => nn.instanceNorm(n),
  maxPool1d: (n) => ct.maxPool1d({ kernel: n }),
  maxPool2d: (n) => ct.maxPool2d({ kernel: n }),
  'stride of avgPool2d': (n) => ct.avgPool2d({ kernel: 2, stride: n }),
  lpPool: (n) => ct.lpPool({ kernel: n, p: 2 }),
  adaptiveAvgPool2d: (n) => ct.adaptiveAvgPool2d(n),
  adaptiveMaxPool2d: (n) => ct.adaptiveMaxPool2d([2, n]),
  localResponseNorm: (n) => ct.localResponseNorm({ size: n }),
  localResponseNormOfPaper: (n) => ct.localResponseNormOfPaper({ size: n }),
  interpolate: (n) => ct.interpolate({ size: n }),
  pixelShuffle: (n) => ct.pixelShuffle(n),
}

const axes: Readonly<Record<string, Call>> = {
  sum: (axis) => ct.sum({ axis })(x),
  'sum over several': (axis) => ct.sum({ axis: [0, axis] })(x),
  mean: (axis) => ct.mean({ axis })(x),
  max: (axis) => ct.max({ axis })(x),
  prod: (axis) => ct.prod({ axis })(x),
  variance: (axis) => ct.variance({ axis })(x),
  norm: (axis) => ct.norm({ axis })(x),
  logsumexp: (axis) => ct.logsumexp({ axis })(x),
  softmax: (axis) => ct.softmax({ axis })(x),
  logSoftmax: (axis) => ct.logSoftmax({ axis })(x),
  argmax: (axis) => ct.argmax({ axis })(x as never),
  cumsum: (axis) => ct.cumsum({ axis })(x),
  cumprod: (axis) => ct.cumprod({ axis })(x),
  flip: (axis) => ct.flip({ axis })(x),
  sort: (axis) => ct.sort({ axis })(x),
  argsort: (axis) => ct.argsort({ axis })(x),
  median: (axis) => ct.median({ axis })(x),
  topK: (axis) => ct.topK(1, { axis })(x),
  concat: (axis) => ct.concat({ axis })([x, x] as never),
  stack: (axis) => ct.stack({ axis })([x, x] as never),
  squeeze: (axis) => ct.squeeze(axis)(x as never),
  expandDims: (axis) => ct.expandDims(axis)(x as never),
  transpose: (axis) => ct.transpose([axis, 0, 1] as never)(x as never),
  at: (axis) => ct.at(0, { axis })(x as never),
  chunk: (axis) => ct.chunk(1, { axis })(x),
  roll: (axis) => ct.roll(1, { axis })(x),
  gather: (axis) => ct.gather({ axis })(x, x),
  take: (axis) => ct.take({ axis })(x, ones([1])),
  repeatInterleave: (axis) => ct.repeatInterleave(2, { axis })(x),
  glu: (axis) => ct.glu({ axis })(x),
}

const integers: Readonly<Record<string, Call>> = {
  roll: (n) => ct.roll(n)(x),
  tril: (n) => ct.tril(n)(x),
  triu: (n) => ct.triu(n)(x),
  diagonal: (n) => ct.diagonal(n)(x),
  at: (n) => ct.at(n)(x),
}

/** Which values a function does not refuse with a `TensorError`. */
const accepted = (call: Call, values: readonly unknown[]): readonly string[] =>
  values.flatMap((value) => {
    try {
      call(value as never)
      return [`${String(value)} is accepted`]
    } catch (error) {
      return error instanceof TensorError ? [] : [`${String(value)}: ${String(error)}`]
    }
  })

describe.each([
  ['a shape', shapes, noSizes],
  ['a size', sizes, noSizes],
  ['a size of a layer', layers, noSizes],
  ['an axis', axes, noAxes],
  ['a whole number', integers, noIntegers],
] as const)('what is not %s', (_, calls, values) => {
  it.each(Object.entries(calls))('is refused at once by %s', (_name, call) => {
    expect(accepted(call, values)).toEqual([])
  })
})

describe('a shape', () => {
  it('is a list, of entries that a number can count', () => {
    expect(() => ct.zeros(3 as never)).toThrow('Cannot fill: expected a shape, a list of numbers, found 3')
    expect(() => ct.full([2 ** 30, 2 ** 30], 1)).toThrow('expected at most 2^53 - 1 entries, found 1152921504606847000')
  })

  it('says which number is none', () => {
    expect(() => ct.full([-1], 1)).toThrow(
      'Cannot broadcast to [-1]: expected every dimension to be a whole number, 0 or more, found [-1]',
    )
    expect(() => nn.dense(3, 1.5)).toThrow(
      'Cannot dense: expected the number of outputs to be a whole number, 1 or more, found 1.5',
    )
  })
})
