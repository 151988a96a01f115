/**
 * @file Pixels of a page as tensors, and back: canvas, ImageData, pictures and frames of a camera.
 *
 * An ImageData has four bytes per pixel, row by row: red, green, blue and opacity. A tensor of it is an image [1, C, H, W]
 * with values from 0 to 1, on black where it is transparent. The types here are the parts of the page's that are read, so
 * other libraries' canvases fit too.
 *
 * Laws: "an ImageData of a tensor of an opaque ImageData is the same".
 */
import { foundValue } from '../core/foundValue.ts'
import { checkOptions } from '../core/options.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { defaultRuntime, toArray } from '../runtime/index.ts'

/** The part of an ImageData that is read: four bytes per pixel, row by row. */
export interface PixelData {
  readonly data: ArrayLike<number>
  readonly width: number
  readonly height: number
}

/** One image, in color or in gray. */
type PixelImage = Tensor<readonly [1, number, number, number]>

/** How pixels become tensors. */
export interface PixelOptions {
  /** Three for color, by default; one for gray, by the luminance of Rec. 601, as in Pillow. */
  readonly channels?: 1 | 3
}

/** The part of a canvas that is read. */
export interface ReadableCanvas {
  readonly width: number
  readonly height: number
  /** What it is drawn on; `null` if that has another kind. */
  readonly getContext: (kind: '2d') =>
    | {
        /** The pixels of a rectangle. */
        readonly getImageData: (x: number, y: number, width: number, height: number) => PixelData
      }
    | null
    | undefined
}

/** The shares of red, green and blue in gray. */
const luminance = [0.299, 0.587, 0.114] as const

const checkPixels = ({ data, width, height }: PixelData): void => {
  if (data.length === 4 * width * height) return
  refuse(
    'fromImageData',
    [],
    { expected: `${String(4 * width * height)} bytes`, found: String(data.length) },
    `make a tensor of ${String(width)} by ${String(height)} pixels`,
  )
}

/**
 * An ImageData as an image [1, 3, H, W], or [1, 1, H, W] in gray, with values from 0 to 1. Transparent pixels are black.
 * Refuses data of another length than four bytes per pixel.
 *
 * @example
 * ```ts
 * import { toNested } from 'cotangent'
 * import { fromImageData } from 'cotangent/vision'
 *
 * const pixels = { data: [255, 0, 0, 255, 255, 255, 255, 255], width: 2, height: 1 }
 * toNested(fromImageData(pixels)) // => [[[[1, 1]], [[0, 1]], [[0, 1]]]]
 * toNested(fromImageData(pixels, { channels: 1 })) // => [[[[0.299, 1]]]]
 * ```
 */
export const fromImageData = (pixels: PixelData, options: PixelOptions = {}): PixelImage => {
  const { channels = 3 } = checkOptions('fromImageData', options, { channels: true })
  if (![1, 3].includes(channels))
    return refuse('fromImageData', [], { expected: "'channels' to be 1 or 3", found: foundValue(channels) })
  checkPixels(pixels)
  const { data, width, height } = pixels
  const count = width * height
  const values = new Float32Array(channels * count)
  for (let pixel = 0; pixel < count; pixel++) {
    const part = (channel: number): number => data[4 * pixel + channel] ?? 0
    const share = part(3) / 255 / 255
    if (channels === 3)
      for (let channel = 0; channel < 3; channel++) values[channel * count + pixel] = part(channel) * share
    else values[pixel] = luminance.reduce((gray, weight, channel) => gray + weight * part(channel), 0) * share
  }
  return tensor(values, [1, channels, height, width])
}

/**
 * What is drawn on a canvas as an image [1, C, H, W], as {@link fromImageData}. For a picture, a video or a camera, draw a
 * frame of it first: `canvas.getContext('2d').drawImage(video, 0, 0, width, height)`. Refuses a canvas that is not drawn
 * in two dimensions.
 *
 * @example
 * ```ts
 * import { fromCanvas } from 'cotangent/vision'
 *
 * const gray = { data: new Uint8ClampedArray(4 * 28 * 28).fill(128), width: 28, height: 28 }
 * const canvas = { width: 28, height: 28, getContext: () => ({ getImageData: () => gray }) }
 * fromCanvas(canvas, { channels: 1 }).shape // => [1, 1, 28, 28]
 * ```
 */
export const fromCanvas = (canvas: ReadableCanvas, options: PixelOptions = {}): PixelImage => {
  const { width, height } = canvas
  const context = canvas.getContext('2d')
  return context === null || context === undefined
    ? refuse('fromCanvas', [], { expected: "a canvas with a context '2d'", found: 'none' }, 'read a canvas')
    : fromImageData(context.getImageData(0, 0, width, height), options)
}

/** How a tensor becomes pixels. */
export interface ToPixelsOptions {
  readonly runtime?: typeof defaultRuntime
}

/** An ImageData's width, height and bytes. */
export interface PixelBytes {
  readonly data: Uint8ClampedArray<ArrayBuffer>
  readonly width: number
  readonly height: number
}

/** The image's channels, height and width, for [C, H, W] or [1, C, H, W] with 1 or 3 channels. */
const sidesOf = (operation: string, { shape }: Tensor): readonly [channels: number, height: number, width: number] => {
  const [channels, height, width] = shape.length === 4 && shape[0] === 1 ? shape.slice(1) : shape
  const fits = shape.length === 3 || (shape.length === 4 && shape[0] === 1)
  return fits && (channels === 1 || channels === 3) && height !== undefined && width !== undefined
    ? [channels, height, width]
    : refuse(operation, [shape], { expected: 'one image in gray or in color, [C, H, W]', found: showShape(shape) })
}

/**
 * An image [C, H, W] or [1, C, H, W] with values from 0 to 1 as what `new ImageData(data, width, height)` takes: opaque
 * pixels, rounded to bytes; values outside are cut off, and NaN is black.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { toImageData } from 'cotangent/vision'
 *
 * const { data, width } = toImageData(tensor([[[0, 0.5, 2]]]))
 * width // => 3
 * Array.from(data) // => [0, 0, 0, 255, 128, 128, 128, 255, 255, 255, 255, 255]
 * ```
 */
export const toImageData = (image: Tensor, options: ToPixelsOptions = {}): PixelBytes => {
  const { runtime = defaultRuntime } = checkOptions('toImageData', options, { runtime: true })
  const [channels, height, width] = sidesOf('toImageData', image)
  const values = toArray(image, runtime)
  const count = height * width
  const data = new Uint8ClampedArray(4 * count)
  for (let pixel = 0; pixel < count; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      data[4 * pixel + channel] = 255 * (values[(channel % channels) * count + pixel] ?? 0)
    }
    data[4 * pixel + 3] = 255
  }
  return { data, width, height }
}
