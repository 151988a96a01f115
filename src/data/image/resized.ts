/**
 * @file Resizing of images. When an image is made smaller, each pixel of the result averages the pixels that it covers,
 * as in Pillow; without that, fine patterns would cause aliasing.
 *
 * Laws: "a constant image stays constant", "the size that it has changes nothing"; Pillow's bytes.
 */
import { checkOptions } from '../../core/options.ts'
import { leaf } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { interpolate } from '../../ops/interpolate.ts'
import { toArray } from '../../runtime/index.ts'
import { averaged } from './averaged.ts'
import type { DecodedImage } from './DecodedImage.ts'

/** How images are resized. */
export interface ResizeOptions {
  /** Whether a pixel of the result averages all pixels that it covers; true by default. */
  readonly antialias?: boolean
}

const between = (image: DecodedImage, height: number, width: number): Uint8Array => {
  const x = leaf(image.planes, [1, 3, image.height, image.width])
  const numbers = toArray(interpolate({ size: [height, width], mode: 'bilinear' })(x))
  return Uint8Array.from(numbers, (value) => Math.round(Math.min(255, Math.max(0, value))))
}

const isSide = (side: number): boolean => Number.isSafeInteger(side) && side > 0

/**
 * Resizes an image bilinearly. When it is made smaller, each pixel averages the pixels that it covers, as in Pillow.
 * Throws a `TensorError` if a side is not a whole number above 0.
 *
 * @example
 * ```ts
 * import { resized } from 'cotangent/data'
 *
 * const image = { height: 1, width: 4, planes: Uint8Array.of(0, 100, 200, 100, 0, 100, 200, 100, 0, 100, 200, 100) }
 * resized(image, 1, 1).planes // => Uint8Array(3) [108, 108, 108]
 * resized(image, 1, 1, { antialias: false }).planes // => Uint8Array(3) [150, 150, 150]
 * ```
 */
export const resized = (
  image: DecodedImage,
  height: number,
  width: number,
  options: ResizeOptions = {},
): DecodedImage => {
  const { antialias = true } = checkOptions('resized', options, { antialias: true })

  if (!isSide(height) || !isSide(width))
    return refuse(
      'resized',
      [[3, image.height, image.width]],
      { expected: 'whole sides above 0', found: `${height} and ${width}` },
      'resize an image',
    )
  if (image.height === height && image.width === width) return { ...image, planes: new Uint8Array(image.planes) }
  const resize = antialias ? averaged : between
  return { height, width, planes: resize(image, height, width) }
}
