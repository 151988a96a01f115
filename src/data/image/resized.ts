/**
 * @file Resizing of images. When an image is made smaller, each pixel of the result averages the pixels that it covers,
 * as in Pillow; without that, fine patterns would cause aliasing.
 *
 * Laws: "a constant image stays constant", "the size that it has changes nothing"; Pillow's bytes.
 */
import { checkOptions } from '../../core/options.ts'
import * as E from 'fp-ts/lib/Either.js'
import type { Budget, OverBudget } from '../../codecs/Budget.ts'
import { budgetNames, budgetWith, showOverBudget } from '../../codecs/Budget.ts'
import { leaf } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { interpolate } from '../../ops/interpolate.ts'
import { toArray } from '../../runtime/index.ts'
import type { Sides } from '../imageSize.ts'
import { sidesWithin } from '../imageSize.ts'
import { checkPlanes } from '../pixels.ts'
import { averaged, resizedBy } from './averaged.ts'
import type { DecodedImage } from './DecodedImage.ts'

/** How images are resized. */
export interface ResizeOptions {
  /** Whether a pixel of the result averages all pixels that it covers; true by default. */
  readonly antialias?: boolean
}

const between = (image: DecodedImage, height: number, width: number): Uint8Array => {
  const x = leaf(image.planes, [1, 3, image.height, image.width])
  const numbers = toArray(interpolate({ size: [height, width], mode: 'bilinear' })(x))
  return new Uint8Array(numbers.map((value) => Math.round(Math.min(255, Math.max(0, value)))))
}

const isSide = (side: number): boolean => Number.isSafeInteger(side) && side > 0

/** An image brought to these sides, within a budget. */
export const fitted = (
  budget: Budget,
  sides: Sides,
  antialias: boolean,
): ((image: DecodedImage) => E.Either<OverBudget, DecodedImage>) =>
  resizedBy(antialias ? averaged : between)(budget, sides)

/**
 * Resizes an image bilinearly. When it is made smaller, each pixel averages the pixels that it covers, as in Pillow.
 * Throws a `TensorError` if a side is not a whole number above 0, or the sides have more pixels than `maxPixels`, 2^26 by
 * default.
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
  options: ResizeOptions & Partial<Budget> = {},
): DecodedImage => {
  const { antialias = true, ...limits } = checkOptions('resized', options, { antialias: true, ...budgetNames })
  checkPlanes('resized', [3, image.height, image.width], image.planes)
  if (!isSide(height) || !isSide(width))
    return refuse(
      'resized',
      [[3, image.height, image.width]],
      { expected: 'whole sides above 0', found: `${height} and ${width}` },
      'resize an image',
    )
  sidesWithin('resized', { ...limits, size: [height, width] })
  const made = fitted(budgetWith(limits), [height, width], antialias)(image)
  if (E.isLeft(made))
    return refuse('resized', [], { expected: 'an image within its limits', found: showOverBudget(made.left) })
  return made.right === image ? { ...image, planes: new Uint8Array(image.planes) } : made.right
}
