/**
 * @file conv1d and conv2d: `conv` for one and two spatial axes, with its shape rule in types.
 *
 * Formula, shape rule, pullback and laws: see `conv.ts`.
 */
import type { OnlyKnown } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import type { Checked, ConvShape } from '../core/ShapeTypes.ts'
import type { Tensor } from '../core/Tensor.ts'
import { ofShape } from '../core/Tensor.ts'
import type { ConvOptions } from './conv.ts'
import { conv, ofRank } from './conv.ts'

const convOf =
  (operation: string, spatialRank: number) =>
  <const O extends ConvOptions = Readonly<Record<never, never>>>(options?: OnlyKnown<O, ConvOptions>) => {
    const convolve = ofRank(operation, spatialRank, conv(options))
    return <const X extends Shape, const W extends Shape>(
      x: Tensor<X>,
      w: Checked<W, ConvShape<X, W, O>>,
    ): Tensor<ConvShape<X, W, O>> => ofShape(convolve(x, w))
  }

/**
 * Convolution of signals: input [N, C, W], kernel [O, C / groups, K], result [N, O, W'] with
 * W' = floor((W + 2 pad - (dilation (K - 1) + 1)) / stride) + 1. Refuses channels that do not fit the groups, and a
 * kernel wider than the padded input.
 *
 * @example
 * ```ts
 * import { conv1d, tensor, toNested } from 'cotangent'
 *
 * const signal = tensor([1, 2, 4, 8], [1, 1, 4])
 * const difference = tensor([-1, 1], [1, 1, 2])
 * toNested(conv1d()(signal, difference)) // => [[[1, 2, 4]]]
 * ```
 */
export const conv1d = convOf('conv1d', 1)

/**
 * Convolution of images: input [N, C, H, W], kernel [O, C / groups, KH, KW], result [N, O, H', W'] with
 * H' = floor((H + 2 pad - (dilation (KH - 1) + 1)) / stride) + 1, and W' likewise. Refuses channels that do not fit the
 * groups, and a kernel larger than the padded input.
 *
 * @example
 * ```ts
 * import { conv2d, ones, tensor, toNested } from 'cotangent'
 *
 * const image = tensor([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3])
 * toNested(conv2d()(image, ones([1, 1, 2, 2]))) // => [[[[12, 16], [24, 28]]]]
 * conv2d({ padding: 2, stride: 2 })(image, ones([6, 1, 3, 3])).shape // => [1, 6, 3, 3]
 * ```
 */
export const conv2d = convOf('conv2d', 2)
