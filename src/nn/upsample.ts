/**
 * @file Layers that make images larger without anything to learn: interpolation and pixel shuffle.
 *
 * Formulas and laws: see `ops/interpolate.ts` and `ops/shuffle.ts`.
 */
import type { InterpolateOptions } from '../ops/interpolate.ts'
import { interpolate } from '../ops/interpolate.ts'
import { pixelShuffle as pixelShuffleOf } from '../ops/shuffle.ts'
import { checkSizes } from './checkSizes.ts'
import type { AnyShape, Layer, None } from './Layer.ts'
import { stateless } from './Layer.ts'

/**
 * Images [N, C, H, W] of another size, to the nearest cell unless told otherwise, as a layer.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { evalMode, upsample } from 'cotangent/nn'
 *
 * upsample({ scale: 2, mode: 'bilinear' }).apply(evalMode)({}, {}, ones([1, 3, 8, 8]))[0].shape // => [1, 3, 16, 16]
 * ```
 */
export const upsample = (options: InterpolateOptions): Layer<AnyShape, None, None> => {
  checkSizes('upsample', { size: options.size })
  return stateless(interpolate(options))
}

/**
 * Channels moved to cells, as a layer: [N, C factor^2, H, W] to [N, C, H factor, W factor].
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { evalMode, pixelShuffle } from 'cotangent/nn'
 *
 * pixelShuffle(2).apply(evalMode)({}, {}, ones([1, 12, 8, 8]))[0].shape // => [1, 3, 16, 16]
 * ```
 */
export const pixelShuffle = (factor: number): Layer<AnyShape, None, None> => {
  checkSizes('pixelShuffle', { factor })
  return stateless(pixelShuffleOf(factor))
}
