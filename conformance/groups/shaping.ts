/** @file Linear algebra, reductions, broadcasting and indexing: the group `shape`. */
import * as c from 'cotangent'
import type { Tensor } from 'cotangent'
import { embedding, evalMode } from 'cotangent/nn'
import type { Ours } from '../check.ts'
import { elementwise } from './elementwise.ts'
import { flag, number, numbers, oneOf, pair, reductionOf, text } from './params.ts'

const reduction =
  (f: (options: c.ReduceOptions) => (x: Tensor) => Tensor): Ours =>
  (params, [x]) => [f(reductionOf(params))(x!)]

const spread =
  (root: boolean): Ours =>
  (params, [x]) => {
    const correction = 'correction' in params ? number(params, 'correction') : flag(params, 'unbiased') ? 1 : 0
    const y = c.variance({ ...reductionOf(params), correction })(x!)
    return [root ? c.sqrt(y) : y]
  }

/** The place of the winner: along an axis, or in the whole, row-major. */
const place =
  (f: (options: c.ArgOptions) => (x: Tensor) => Tensor): Ours =>
  (params, [x]) => {
    const all = params['dim'] === null || params['dim'] === undefined
    const y = f(all ? { axis: 0 } : { axis: number(params, 'dim'), keepDims: flag(params, 'keepdim') })(
      all ? c.reshape([-1])(x!) : x!,
    )
    return [all && flag(params, 'keepdim') ? c.reshape(x!.shape.map(() => 1))(y) : y]
  }

const both =
  (values: Ours, places: Ours): Ours =>
  (params, inputs) => [...values(params, inputs), ...(params['dim'] === null ? [] : places(params, inputs))]

const largest = reduction(c.max)
const least = reduction(c.min)

const padding: Ours = (params, [x]) => {
  const sides = numbers(params, 'pad')
  const pairs = Array.from(
    { length: sides.length / 2 },
    (_, k) => [sides[2 * k] ?? 0, sides[2 * k + 1] ?? 0] as const,
  ).reverse()
  const mode = oneOf(params, 'mode', ['constant', 'reflect', 'replicate', 'circular'])
  return [c.pad({ padding: pairs, mode, value: number(params, 'value') })(x!)]
}

const parts =
  (sizesOf: (params: Parameters<Ours>[0], length: number) => readonly number[]): Ours =>
  (params, [x]) => {
    const axis = number(params, 'dim')
    const sizes = sizesOf(params, x!.shape[axis] ?? 0)
    const ends = sizes.map((_, k) => sizes.slice(0, k + 1).reduce((a, b) => a + b, 0))
    return sizes.map((size, k) => {
      const ranges = x!.shape.map((_, d) => (d === axis ? { start: (ends[k] ?? 0) - size, stop: ends[k] ?? 0 } : {}))
      return c.slice(ranges)(x!)
    })
  }

const permuted = (x: Tensor, order: readonly number[]): Tensor => c.transpose(order)(x)

const sorted = ({ values, indices }: c.Sorted): readonly Tensor[] => [values, indices]

const slidingOf = (params: Parameters<Ours>[0]): c.UnfoldOptions => ({
  kernel: pair(params, 'kernel_size'),
  stride: numbers(params, 'stride'),
  padding: numbers(params, 'padding'),
  dilation: numbers(params, 'dilation'),
})

const resized =
  (mode: c.InterpolationMode): Ours =>
  (params, [x]) => {
    const isSized = numbers(params, 'size').length > 0
    return [
      c.interpolate({
        ...(isSized ? { size: pair(params, 'size') } : { scale: pair(params, 'scale_factor') }),
        mode,
        alignCorners: flag(params, 'align_corners'),
      })(x!),
    ]
  }

/** Linear algebra, reductions and what moves entries. */
export const shaping: Readonly<Record<string, Ours>> = {
  ...elementwise,
  matmul: (_, [a, b]) => [c.matmul(a!, b!)],
  linear: (_, [x, w, b]) => {
    const turned: Tensor = c.transpose(w!)
    const y = c.matmul(x!, turned)
    return [b === undefined ? y : c.add(y, b)]
  },
  addmm: (params, [input, a, b]) => [
    c.add(c.mul(input!, number(params, 'beta')), c.mul(c.matmul(a!, b!), number(params, 'alpha'))),
  ],
  outer: (_, [a, b]) => [c.mul(c.reshape([-1, 1])(a!), c.reshape([1, -1])(b!))],
  sum: reduction(c.sum),
  mean: reduction(c.mean),
  amax: largest,
  amin: least,
  prod: reduction(c.prod),
  var: spread(false),
  std: spread(true),
  argmax: place(c.argmax),
  argmin: place(c.argmin),
  max: both(largest, place(c.argmax)),
  min: both(least, place(c.argmin)),
  cumsum: (params, [x]) => [c.cumsum({ axis: number(params, 'dim') })(x!)],
  where: (_, [condition, a, b]) => [c.where(condition!, a!, b!)],
  expand: (params, [x]) => [c.broadcastTo(numbers(params, 'shape'))(x!)],
  x_times_x_plus_x: (_, [x]) => [c.add(c.mul(x!, x!), x!)],
  concat: (params, inputs) => [c.concat({ axis: number(params, 'dim') })(inputs)],
  stack: (params, inputs) => [c.stack({ axis: number(params, 'dim') })(inputs)],
  split: parts((params) => numbers(params, 'sizes')),
  chunk: parts((params, length) =>
    Array.from({ length: number(params, 'chunks') }, () => Math.ceil(length / number(params, 'chunks'))),
  ),
  unbind: (params, [x]) =>
    Array.from({ length: x!.shape[number(params, 'dim')] ?? 0 }, (_, k) => {
      const ranges = x!.shape.map((_length, d) => (d === number(params, 'dim') ? { start: k, stop: k + 1 } : {}))
      const shape = x!.shape.filter((_length, d) => d !== number(params, 'dim'))
      return c.reshape(shape)(c.slice(ranges)(x!))
    }),
  pad: padding,
  gather: (params, [x, index]) => [c.gather({ axis: number(params, 'dim') })(x!, index!)],
  transpose: (params, [x]) => {
    const order = x!.shape.map((_, k) => k)
    const [a, b] = [number(params, 'dim0'), number(params, 'dim1')].map((k) => (k + order.length) % order.length)
    return [
      permuted(
        x!,
        order.map((k) => (k === a ? b! : k === b ? a! : k)),
      ),
    ]
  },
  permute: (params, [x]) => [permuted(x!, numbers(params, 'dims'))],
  permute_reshape: (params, [x]) => [c.reshape(numbers(params, 'shape'))(permuted(x!, numbers(params, 'dims')))],
  reshape: (params, [x]) => [c.reshape(numbers(params, 'shape'))(x!)],
  flatten: (params, [x]) => [c.reshape([...x!.shape.slice(0, number(params, 'start_dim')), -1])(x!)],
  squeeze: (params, [x]) => [params['dim'] === null ? c.squeeze()(x!) : c.squeeze(number(params, 'dim'))(x!)],
  unsqueeze: (params, [x]) => [c.expandDims(number(params, 'dim'))(x!)],
  flip: (params, [x]) => [c.flip({ axis: numbers(params, 'dims') })(x!)],
  slice: (params, [x]) => {
    const axis = number(params, 'dim')
    const stop = params['end']
    const range = {
      start: number(params, 'start'),
      ...(typeof stop === 'number' ? { stop } : {}),
      step: number(params, 'step', 1),
    }
    return [c.slice(x!.shape.map((_, d) => (d === axis ? range : {})))(x!)]
  },
  masked_fill: (params, [x, mask]) => [c.where(mask!, number(params, 'value'), x!)],
  masked_select: () => {
    throw new RangeError('the shape of a result is known before its numbers')
  },
  einsum: (params, inputs) => [c.einsum(text(params, 'equation'))(...inputs)],
  cumprod: (params, [x]) => [c.cumprod({ axis: number(params, 'dim') })(x!)],
  norm: (params, [x]) => [c.norm({ ...reductionOf(params), p: number(params, 'p') })(x!)],
  sort: (params, [x]) => sorted(c.sort({ axis: number(params, 'dim'), descending: flag(params, 'descending') })(x!)),
  topk: (params, [x]) => sorted(c.topK(number(params, 'k'), { axis: number(params, 'dim') })(x!)),
  median: (params, [x]) => sorted(c.median({ axis: number(params, 'dim') })(x!)),
  index_select: (params, [x, index]) => [c.take({ axis: number(params, 'dim') })(x!, index!)],
  embedding: (params, [weight, index]) => {
    const padding = params['padding_idx']
    const [count, width] = weight!.shape
    const layer = embedding(count ?? 0, width ?? 0, typeof padding === 'number' ? { paddingIndex: padding } : {})
    return [layer.apply(evalMode)({ weight: weight! }, {}, index!)[0]]
  },
  scatter_add: (params, [x, index, source]) => {
    const axis = number(params, 'dim')
    return [c.add(x!, c.scatterAdd({ axis, size: x!.shape[axis] ?? 0 })(index!, source!))]
  },
  advanced_index: (_, [x, i, j]) => {
    const place = c.add(c.mul(i!, x!.shape[1] ?? 0), j!)
    return [c.take()(c.reshape([-1])(x!), place)]
  },
  select: (params, [x]) => {
    const axis = number(params, 'dim')
    const index = c.tensor([(number(params, 'index') + (x!.shape[axis] ?? 0)) % (x!.shape[axis] ?? 1)], [])
    return [c.take({ axis })(x!, index)]
  },
  roll: (params, [x]) => {
    const [shifts, axes] = [numbers(params, 'shifts'), numbers(params, 'dims')]
    const flat = axes.length === 0 ? c.reshape([-1])(x!) : x!
    const moved = shifts.reduce((y, shift, k) => c.roll(shift, { axis: axes[k] ?? 0 })(y), flat)
    return [c.reshape(x!.shape)(moved)]
  },
  repeat: (params, [x]) => [c.tile(numbers(params, 'repeats'))(x!)],
  repeat_interleave: (params, [x]) => [
    c.repeatInterleave(number(params, 'repeats'), { axis: number(params, 'dim') })(x!),
  ],
  tril: (params, [x]) => [c.tril(number(params, 'diagonal'))(x!)],
  triu: (params, [x]) => [c.triu(number(params, 'diagonal'))(x!)],
  diagonal: (params, [x]) => [c.diagonal(number(params, 'offset'))(x!)],
  unfold: (params, [x]) => [c.unfold(slidingOf(params))(x!)],
  fold: (params, [x]) => [c.fold(pair(params, 'output_size'), slidingOf(params))(x!)],
  upsample_nearest: resized('nearest'),
  upsample_nearest_exact: resized('nearestExact'),
  upsample_bilinear: resized('bilinear'),
  upsample_bicubic: resized('bicubic'),
  interpolate_area: resized('area'),
  pixel_shuffle: (params, [x]) => [c.pixelShuffle(number(params, 'upscale_factor'))(x!)],
  pixel_unshuffle: (params, [x]) => [c.pixelUnshuffle(number(params, 'downscale_factor'))(x!)],
  channel_shuffle: (params, [x]) => [c.channelShuffle(number(params, 'groups'))(x!)],
}
