/** @file Convolution and pooling: the groups `conv` and `pool`. */
import type { Padding, Tensor } from 'cotangent'
import {
  add,
  div,
  mul,
  sumPool,
  avgPool,
  conv,
  convTranspose,
  adaptiveAvgPool2d,
  adaptiveMaxPool2d,
  adaptiveMaxPoolIndices2d,
  lpPool,
  maxPool,
  maxPoolIndices,
  maxUnpool,
  pad,
  reshape,
  vjp,
} from 'cotangent'
import type { Ours } from '../check.ts'
import type { Params } from '../vectors.ts'
import { flag, number, numbers, sides } from './params.ts'

const withBias = (y: Tensor, bias: Tensor | undefined): Tensor =>
  bias === undefined ? y : add(y, reshape([-1, ...y.shape.slice(2).map(() => 1)])(bias))

/** PyTorch pads left, right, top and bottom; we say low and high for each axis. */
const padded = (params: Params, x: Tensor): Tensor => {
  const widths = numbers(params, 'pad_lrtb')
  if (widths.length === 0) return x
  const [left = 0, right = 0, top = 0, bottom = 0] = widths
  return pad({
    padding: [
      [top, bottom],
      [left, right],
    ],
  })(x)
}

const geometry = (params: Params) => ({
  stride: numbers(params, 'stride'),
  dilation: numbers(params, 'dilation'),
  groups: number(params, 'groups', 1),
})

const paddingOf = (params: Params): Padding =>
  params['padding'] === 'same' ? 'same' : params['padding'] === 'valid' ? 0 : numbers(params, 'padding')

const convolve: Ours = (params, [x, w, b]) => {
  const image = padded(params, x!)
  return [withBias(conv({ ...geometry(params), padding: paddingOf(params) })(image, w!), b)]
}

const convolveTransposed: Ours = (params, [x, w, b]) => {
  const options = {
    ...geometry(params),
    padding: numbers(params, 'padding'),
    outputPadding: numbers(params, 'output_padding'),
  }
  return [withBias(convTranspose(options)(x!, w!), b)]
}

const pooling = (params: Params) => ({
  kernel: numbers(params, 'kernel_size'),
  stride: params['stride'] === null ? numbers(params, 'kernel_size') : numbers(params, 'stride'),
  padding: numbers(params, 'padding'),
  ceilMode: flag(params, 'ceil_mode'),
})

const poolMax: Ours = (params, [x]) => {
  const options = { ...pooling(params), dilation: numbers(params, 'dilation') }
  return [maxPool(options)(x!), maxPoolIndices(options)(x!)]
}

/** PyTorch may be given a divisor; for us that is sum pooling, divided. */
const poolAverage: Ours = (params, [x]) => {
  const divisor = params['divisor_override']
  return typeof divisor === 'number'
    ? [div(sumPool(pooling(params))(x!), divisor)]
    : [avgPool({ ...pooling(params), countIncludePad: flag(params, 'count_include_pad') })(x!)]
}

const unpool: Ours = (params, [x, indices]) => {
  const [kernel, stride, padding] = [
    numbers(params, 'kernel_size'),
    numbers(params, 'stride'),
    numbers(params, 'padding'),
  ]
  const asked = numbers(params, 'output_size').slice(-2)
  const size = x!.shape
    .slice(2)
    .map(
      (length, axis) =>
        asked[axis] ?? (length - 1) * (stride[axis] ?? 1) - 2 * (padding[axis] ?? 0) + (kernel[axis] ?? 1),
    )
  return [maxUnpool(size)(x!, indices!)]
}

/** The gradients of a function by all its inputs but the last, which is the cotangent of its output. */
export const backward =
  (forward: Ours): Ours =>
  (params, inputs) => {
    const cotangent = inputs.at(-1)!
    const [, pullback] = vjp((variables: readonly Tensor[]) => forward(params, variables)[0]!)(inputs.slice(0, -1))
    return pullback(cotangent)
  }

/** Pooling is linear where the winners stay, so its second order is recorded of the square of the result. */
const squared =
  (f: Ours): Ours =>
  (params, inputs) =>
    f(params, inputs)
      .slice(0, 1)
      .map((y) => mul(y, y))

/** Functions of convolution. */
export const convolutions: Readonly<Record<string, Ours>> = {
  conv1d: convolve,
  conv2d: convolve,
  conv_transpose1d: convolveTransposed,
  conv_transpose2d: convolveTransposed,
  conv2d_backward: backward(convolve),
  conv_transpose2d_backward: backward(convolveTransposed),
  avg_pool2d_backward: backward(squared(poolAverage)),
  max_pool2d_backward: backward(squared(poolMax)),
}

/** Height and width; one that is not given is that of the image. */
const sidesOf = (params: Params, { shape }: Tensor): readonly [number, number] => {
  const [height, width] = sides(params, 'output_size')
  return [height ?? shape[2] ?? 0, width ?? shape[3] ?? 0]
}

/** Functions of pooling. */
export const poolings: Readonly<Record<string, Ours>> = {
  max_pool1d: poolMax,
  max_pool2d: poolMax,
  avg_pool1d: poolAverage,
  avg_pool2d: poolAverage,
  max_unpool2d: unpool,
  adaptive_avg_pool2d: (params, [x]) => [adaptiveAvgPool2d(sidesOf(params, x!))(x!)],
  adaptive_max_pool2d: (params, [x]) => [
    adaptiveMaxPool2d(sidesOf(params, x!))(x!),
    adaptiveMaxPoolIndices2d(sidesOf(params, x!))(x!),
  ],
  lp_pool2d: (params, [x]) => {
    const { kernel, stride, ceilMode } = pooling(params)
    return [lpPool({ p: number(params, 'norm_type'), kernel, stride, ceilMode })(x!)]
  },
}
