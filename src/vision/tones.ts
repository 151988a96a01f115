/**
 * @file Images of a batch as bytes of pixels, red, green and blue, row by row.
 */
import { encode } from 'fast-png'
import { foundList } from '../core/foundValue.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { defaultRuntime, toArray } from '../runtime/index.ts'

/** The values shown as black and as white; `'fit'` takes the least and the greatest of the batch. */
export type ToneRange = readonly [black: number, white: number] | 'fit'

/** How values become tones. */
export interface ToneOptions {
  /**
   * The values shown as black and as white; `[0, 1]` by default; `'fit'` takes the least and the greatest finite value of
   * the batch.
   */
  readonly range?: ToneRange
  readonly runtime?: typeof defaultRuntime
}

const isPair = (range: unknown): range is readonly [number, number] =>
  Array.isArray(range) && range.length === 2 && range.every((bound) => Number.isFinite(bound))

/** Refuses anything but `'fit'` and two finite numbers; white may be the lesser one. */
const checkTones = (operation: string, range: ToneRange): void => {
  if (range === 'fit' || isPair(range)) return
  refuse(operation, [], {
    expected: "'range' to be 'fit' or two finite numbers, black and white",
    found: foundList(range),
  })
}

const boundsOf = (values: ArrayLike<number>, range: ToneRange | undefined): readonly [number, number] => {
  if (range !== 'fit') return range ?? [0, 1]
  let least = Infinity
  let greatest = -Infinity
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0
    if (!Number.isFinite(value)) continue
    if (value < least) least = value
    if (value > greatest) greatest = value
  }
  return least > greatest ? [0, 1] : [least, greatest]
}

/** From values to bytes: black and white at the bounds, NaN and everything below black. Halves, which do not overflow. */
const tones = (values: ArrayLike<number>, [black, white]: readonly [number, number]): Uint8ClampedArray => {
  const span = white === black ? 0.5 : white / 2 - black / 2
  return Uint8ClampedArray.from({ length: values.length }, (_, k) => 255 * (((values[k] ?? 0) / 2 - black / 2) / span))
}

/** Pixels of equal images. */
export interface Tiles {
  readonly count: number
  readonly width: number
  readonly height: number
  /** Three bytes for each pixel of an image. */
  readonly pixels: (index: number) => Uint8Array<ArrayBuffer>
}

const checkImages = (operation: string, shape: Shape): void => {
  const [, channels] = shape
  if (shape.length === 4 && (channels === 1 || channels === 3)) return
  refuse(
    operation,
    [shape],
    { expected: 'images [N, 1, H, W] in gray or [N, 3, H, W] in color', found: showShape(shape) },
    'draw a grid of images',
  )
}

/** The pixels of images [N, 1, H, W] or [N, 3, H, W]. */
export const tilesOf = (operation: string, images: Tensor, { range, runtime = defaultRuntime }: ToneOptions): Tiles => {
  checkImages(operation, images.shape)
  if (range !== undefined) checkTones(operation, range)
  const [count = 0, channels = 1, height = 0, width = 0] = images.shape
  const values = toArray(images, runtime)
  const bytes = tones(values, boundsOf(values, range))
  const plane = height * width
  const pixels = (index: number): Uint8Array<ArrayBuffer> =>
    Uint8Array.from({ length: 3 * plane }, (_, place) => {
      const channel = (place % 3) % channels
      return bytes[(index * channels + channel) * plane + Math.floor(place / 3)] ?? 0
    })
  return { count, width, height, pixels }
}

/** Pixels, three bytes each, as a PNG file. */
export const pngOf = (width: number, height: number, data: Uint8Array): Uint8Array =>
  encode({ width, height, data, channels: 3, depth: 8 })
