/** @file Operations of networks that are made of primitives: normalization, resizing, rearranging, sorting, gates. */
import fc from 'fast-check'
import type { Shape } from '../../src/core/Shape.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import * as ops from '../../src/ops/index.ts'
import type { Domain, DomainName } from '../framework/arbitraries/Domain.ts'
import type { GradientOptions, Operation, TensorFunction } from '../framework/Operation.ts'
import { operation } from '../framework/Operation.ts'

interface Choice extends GradientOptions {
  readonly domain?: DomainName | Domain
}

/** An operation on inputs of fixed shapes. */
const on = (
  name: string,
  shapes: readonly Shape[],
  f: TensorFunction,
  { domain = 'real', ...options }: Choice = {},
): Operation =>
  operation(name, {
    ...options,
    geometry: fc.constant(null),
    inputs: () => shapes.map((shape) => ({ shape, domain })),
    f: () => f,
  })

const one = (name: string, shape: Shape, f: (x: Tensor) => Tensor, choice: Choice = {}): Operation =>
  on(name, [shape], (x) => f(x), choice)

const exact = true
const image = [2, 3, 4, 5] as const

const unfolding = { kernel: [2, 3], stride: [2, 1], padding: [1, 1], dilation: [1, 2] } as const

/** Operations made of primitives. */
export const composed = {
  adaptiveAvgPool2d: one('adaptiveAvgPool2d', image, ops.adaptiveAvgPool2d([3, 2]), { exact }),
  adaptiveMaxPool2d: one('adaptiveMaxPool2d', image, ops.adaptiveMaxPool2d([3, 2]), { domain: 'distinct' }),
  channelShuffle: one('channelShuffle', [1, 6, 2, 2], ops.channelShuffle(3), { exact }),
  convTranspose: on(
    'convTranspose',
    [
      [2, 4, 3, 2],
      [4, 1, 2, 3],
    ],
    (x, w) => ops.convTranspose({ stride: [2, 3], padding: 1, outputPadding: [1, 2], groups: 2 })(x, w),
    { exact },
  ),
  'cumsum, reversed and exclusive': one(
    'cumsum, reversed and exclusive',
    [2, 4],
    ops.cumsum({ axis: 1, reverse: true, exclusive: true }),
    { exact },
  ),
  cumprod: one('cumprod', [2, 3, 2], ops.cumprod({ axis: 1 })),
  diagonal: one('diagonal', [2, 3, 4], ops.diagonal(1), { exact }),
  einsum: on(
    'einsum',
    [
      [2, 3, 4],
      [2, 4],
      [3, 2],
    ],
    (...tensors) => ops.einsum('bij,bj,ik->bk')(...tensors),
  ),
  fold: one('fold', [2, 18, 12], ops.fold([5, 6], unfolding), { exact }),
  glu: one('glu', [3, 4], ops.glu()),
  groupNorm: one('groupNorm', [2, 4, 3], ops.groupNorm({ groups: 2 })),
  'interpolate, bicubic': one('interpolate, bicubic', image, ops.interpolate({ size: [3, 7], mode: 'bicubic' }), {
    exact,
  }),
  'interpolate, bilinear': one(
    'interpolate, bilinear',
    image,
    ops.interpolate({ size: [6, 3], mode: 'bilinear', alignCorners: true }),
    { exact },
  ),
  'interpolate, bicubic and averaged': one(
    'interpolate, bicubic and averaged',
    [1, 2, 7, 5],
    ops.interpolate({ size: [3, 4], mode: 'bicubic', antialias: true }),
    { exact },
  ),
  'interpolate, bicubic without the outside': one(
    'interpolate, bicubic without the outside',
    image,
    ops.interpolate({ size: [3, 7], mode: 'bicubic', cubic: -0.6, outside: 'none', coordinates: 'asymmetric' }),
    { exact },
  ),
  'interpolate, bilinear and averaged': one(
    'interpolate, bilinear and averaged',
    [1, 2, 7, 5],
    ops.interpolate({ size: [2, 6], mode: 'bilinear', antialias: true }),
    { exact },
  ),
  'interpolate, nearest of half pixels': one(
    'interpolate, nearest of half pixels',
    image,
    ops.interpolate({ size: [6, 3], coordinates: 'halfPixel', rounding: 'preferFloor' }),
    { exact },
  ),
  'interpolate, nearest': one('interpolate, nearest', image, ops.interpolate({ scale: [2, 0.5] }), { exact }),
  layerNorm: one('layerNorm', [2, 3, 4], ops.layerNorm({ axes: 2 })),
  lpPool: one('lpPool', image, ops.lpPool({ p: 3, kernel: 2 }), { domain: 'positive' }),
  median: one('median', [3, 5], (x) => ops.median()(x).values, { domain: 'distinct' }),
  norm: one('norm', [3, 4], (x) => ops.norm({ axis: 1 })(x), { domain: 'awayFromZero' }),
  'norm, p 3': one('norm, p 3', [3, 4], (x) => ops.norm({ p: 3, axis: 0 })(x), {
    domain: 'awayFromZero',
  }),
  pixelShuffle: one('pixelShuffle', [1, 8, 2, 3], ops.pixelShuffle(2), { exact }),
  pixelUnshuffle: one('pixelUnshuffle', [1, 2, 4, 2], ops.pixelUnshuffle(2), { exact }),
  prelu: on('prelu', [[2, 3], [3]], (x, w) => ops.prelu(x, w), { domain: 'awayFromZero' }),
  repeatInterleave: one('repeatInterleave', [2, 3], ops.repeatInterleave(2, { axis: 0 }), { exact }),
  rmsNorm: one('rmsNorm', [2, 3, 4], ops.rmsNorm()),
  roll: one('roll', [2, 5], ops.roll(-2), { exact }),
  sort: one('sort', [2, 5], (x) => ops.sort({ descending: true })(x).values, { domain: 'distinct' }),
  'slice, backwards': one('slice, backwards', [4, 5], (x) => ops.slice([{ step: -2 }, { start: 3, step: -1 }])(x), {
    exact,
  }),
  splitSizes: one('splitSizes', [3, 2], (x) => ops.splitSizes([1, 2])(x)[1] ?? x, { exact }),
  tile: one('tile', [2, 3], ops.tile([2, 1, 2]), { exact }),
  topK: one('topK', [2, 5], (x) => ops.topK(2)(x).values, { domain: 'distinct' }),
  tril: one('tril', [2, 3, 4], ops.tril(1), { exact }),
  triu: one('triu', [2, 3, 4], ops.triu(), { exact }),
  unfold: one('unfold', [2, 3, 5, 6], ops.unfold(unfolding), { exact }),
  unitNorm: one('unitNorm', [3, 4], ops.unitNorm()),
} as const
