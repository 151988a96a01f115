/**
 * @file An image as input of a network: decoded image -> tensor.
 */
import type { Tensor } from '../../core/Tensor.ts'
import { leaf } from '../../core/Tensor.ts'
import type { PixelScale } from '../pixels.ts'
import { checkPixels, checkPlanes, scaledPixels, unitPixels } from '../pixels.ts'
import type { DecodedImage } from './DecodedImage.ts'

/**
 * Converts a decoded image to a batch of one, `[1, 3, H, W]`, with numbers `(byte / 255 - mean) / std`; by default
 * these are fractions of full white. Pass the scale of the batches that the network was trained on, such as
 * `Dataset.pixelScale` measures.
 *
 * @example
 * ```ts
 * import { toNested } from 'cotangent'
 * import { imageTensor } from 'cotangent/data'
 *
 * const red = { width: 1, height: 1, planes: Uint8Array.of(255, 0, 0) }
 * toNested(imageTensor({ mean: 0.5, std: 0.5 })(red)) // => [[[[1]], [[-1]], [[-1]]]]
 * ```
 */
export const imageTensor = (pixels: PixelScale = unitPixels) => {
  checkPixels('imageTensor', 'pixels', pixels)
  return ({ planes, height, width }: DecodedImage): Tensor<readonly [1, 3, number, number]> => {
    const shape = [3, height, width] as const
    return leaf(scaledPixels(checkPlanes('imageTensor', shape, planes), shape, pixels), [1, ...shape])
  }
}
