/** @file From bytes to numbers: how the pixels of images are scaled. */
import { refuse } from '../core/TensorError.ts'

/** The shape of one image: channels, height, width. */
export type ImageShape = readonly [channels: number, height: number, width: number]

/** How a byte becomes a number: `(byte / 255 - mean) / std`, with one value for all channels or one per channel. */
export interface PixelScale {
  readonly mean: number | readonly number[]
  readonly std: number | readonly number[]
}

/** Fractions of full white. */
export const unitPixels: PixelScale = { mean: 0, std: 1 }

const ofChannel = (setting: number | readonly number[], channel: number): number =>
  typeof setting === 'number'
    ? setting
    : (setting[channel] ??
      refuse('batch', [], { expected: `a mean and a standard deviation of channel ${channel}`, found: 'none' }))

/** The number of every byte, by channel: 256 entries per channel. */
const pixelTable = (channels: number, { mean, std }: PixelScale): Float64Array =>
  Float64Array.from(
    { length: 256 * channels },
    (_, i) => ((i & 255) / 255 - ofChannel(mean, i >> 8)) / ofChannel(std, i >> 8),
  )

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
