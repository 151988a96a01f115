/** @file From bytes to numbers: how the pixels of images are scaled. */
import { checkBytes } from '../core/checkBytes.ts'
import { foundList, foundValue } from '../core/foundValue.ts'
import { isRecord } from '../core/isRecord.ts'
import { checkFinite, checkPositive, oneOrEach } from '../core/numberRules.ts'
import { countOf, sizeOf } from '../core/Shape.ts'
import { checkCount } from '../core/shapeRules.ts'
import { refuse } from '../core/TensorError.ts'

/** The shape of one image: channels, height, width. */
export type ImageShape = readonly [channels: number, height: number, width: number]

/** How a byte becomes a number: `(byte / 255 - mean) / std`, with one value for all channels or one per channel. */
export interface PixelScale {
  readonly mean: number | readonly number[]
  readonly std: number | readonly number[]
}

/** Refuses a scale without a mean or a standard deviation, and numbers that make infinite ones of bytes. */
export const checkPixels = (operation: string, name: string, pixels: PixelScale): PixelScale => {
  const given: unknown = pixels
  if (!isRecord(given))
    return refuse(operation, [], { expected: `'${name}' to be a record of 'mean' and 'std'`, found: foundValue(given) })
  oneOrEach(checkFinite)(operation, `${name}.mean`, pixels.mean)
  oneOrEach(checkPositive)(operation, `${name}.std`, pixels.std)
  return pixels
}

/** Refuses anything but as many bytes as an image of this shape has. */
export const checkPlanes = (operation: string, shape: ImageShape, planes: Uint8Array): Uint8Array => {
  const expected = sizeOf(shape)
  return checkBytes(operation, planes, 'pixels').length === expected
    ? planes
    : refuse(operation, [shape], { expected: countOf(expected, 'byte'), found: String(planes.length) })
}

/** Refuses anything but whole numbers above 0 of channels, rows and columns. */
export const checkImageShape = (operation: string, name: string, shape: ImageShape): ImageShape => {
  const given: unknown = shape
  return Array.isArray(given) && given.length === 3
    ? (shape.forEach((length) => checkCount(operation, `every length of '${name}'`, length)), shape)
    : refuse(operation, [], {
        expected: `'${name}' to be channels, height and width`,
        found: foundList(given),
      })
}

/** Classes are kept in 32 bits. */
const mostClasses = 2 ** 32

/** Refuses anything but a whole number of classes. */
export const checkClasses = (operation: string, name: string, classes: number): number =>
  checkCount(operation, `'${name}'`, classes) <= mostClasses
    ? classes
    : refuse(operation, [], { expected: `'${name}' to be at most 2^32`, found: String(classes) })

/** Fractions of full white. */
export const unitPixels: PixelScale = { mean: 0, std: 1 }

/** A setting for each channel. */
const ofChannels = (name: string, setting: number | readonly number[], channels: number): readonly number[] => {
  if (typeof setting === 'number') return new Array<number>(channels).fill(setting)
  if (setting.length === channels) return setting
  const expected = `'pixels.${name}' to be one number, or one for each of ${countOf(channels, 'channel')}`
  return refuse('batch', [], { expected, found: foundList(setting) })
}

/** The number of every byte, by channel: 256 entries per channel. */
const pixelTable = (channels: number, { mean, std }: PixelScale): Float64Array => {
  const [means, deviations] = [ofChannels('mean', mean, channels), ofChannels('std', std, channels)]
  return Float64Array.from(
    { length: 256 * channels },
    (_, i) => ((i & 255) / 255 - (means[i >> 8] ?? 0)) / (deviations[i >> 8] ?? 1),
  )
}

const scalePixels = (images: Uint8Array, [channels, height, width]: ImageShape, table: Float64Array): Float64Array => {
  const plane = height * width
  const scaled = new Float64Array(images.length)
  for (let i = 0; i < images.length; i++) {
    scaled[i] = table[256 * (Math.floor(i / plane) % channels) + (images[i] ?? 0)] ?? 0
  }
  return scaled
}

/** Images of bytes as numbers, by a scale. */
export const scaledPixels = (images: Uint8Array, imageShape: ImageShape, pixels: PixelScale): Float64Array =>
  scalePixels(images, imageShape, pixelTable(imageShape[0], pixels))
