/**
 * @file convTranspose1d and convTranspose2d: `convTranspose` for one and two spatial axes, with its shape rule in types.
 *
 * Formula, shape rule, pullback and laws: see `convTranspose.ts`.
 */
import type { OnlyKnown } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import type { Checked, ConvTransposeShape } from '../core/ShapeTypes.ts'
import type { Tensor } from '../core/Tensor.ts'
import { ofShape } from '../core/Tensor.ts'
import { ofRank } from './conv.ts'
import type { ConvTransposeOptions } from './convTranspose.ts'
import { convTranspose } from './convTranspose.ts'

const transposedOf =
  (operation: string, spatialRank: number) =>
  <const O extends ConvTransposeOptions = Readonly<Record<never, never>>>(
    options?: OnlyKnown<O, ConvTransposeOptions>,
  ) => {
    const convolve = ofRank(operation, spatialRank, convTranspose(options))
    return <const X extends Shape, const W extends Shape>(
      x: Tensor<X>,
      w: Checked<W, ConvTransposeShape<X, W, O>>,
    ): Tensor<ConvTransposeShape<X, W, O>> => ofShape(convolve(x, w))
  }

/**
 * Transposed convolution of signals: input [N, C, W], kernel [C, O / groups, K], result [N, O, W'] with
 * W' = (W - 1) stride - low - high + dilation (K - 1) + outputPadding + 1. Refuses what {@link convTranspose} refuses.
 *
 * @example
 * ```ts
 * import { convTranspose1d, ones, tensor, toNested } from 'cotangent'
 *
 * const x = tensor([1, 10], [1, 1, 2])
 * toNested(convTranspose1d({ stride: 2, padding: [[0, 1]] })(x, ones([1, 1, 3]))) // => [[[1, 1, 11, 10]]]
 * ```
 */
export const convTranspose1d = transposedOf('convTranspose1d', 1)

/**
 * Transposed convolution of images: input [N, C, H, W], kernel [C, O / groups, KH, KW], result [N, O, H', W'] with
 * H' = (H - 1) stride - low - high + dilation (KH - 1) + outputPadding + 1, and W' likewise. Refuses what
 * {@link convTranspose} refuses.
 *
 * @example
 * ```ts
 * import { convTranspose2d, ones } from 'cotangent'
 *
 * convTranspose2d({ stride: 2, padding: 'same' })(ones([1, 4, 7, 7]), ones([4, 3, 5, 5])).shape // => [1, 3, 14, 14]
 * ```
 */
export const convTranspose2d = transposedOf('convTranspose2d', 2)
