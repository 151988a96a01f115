/**
 * @file A batch of images side by side as one picture: tensor -> PNG.
 *
 * Images are `[N, 1, H, W]` in gray or `[N, 3, H, W]` in color. Each is enlarged by a whole factor, so its pixels stay
 * square. Captions are below the images; a marked image has a red frame and a red caption.
 */
import { checkOptions } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { defaultRuntime, toArray } from '../runtime/index.ts'
import type { Box, Canvas, Color } from './canvas.ts'
import { blank, drawText, frameBox, setPixel, textWidth, toPng } from './canvas.ts'
import { glyphSize } from './glyphs.ts'

/** The caption of an image. */
export interface Caption {
  readonly text: string
  /** Draws attention in red: a wrong prediction, say. */
  readonly marked?: boolean
}

/** How {@link imageGrid} lays images out. */
export interface ImageGridOptions {
  /** The number of images per row; by default about as many as there are rows. */
  readonly columns?: number
  /** The whole factor by which images are enlarged; by default, images become 56 pixels wide or more. */
  readonly scale?: number
  /** The values shown as black and as white; `[0, 1]` by default; `'fit'` takes the least and greatest of the batch. */
  readonly range?: readonly [black: number, white: number] | 'fit'
  /** One caption per image, in order; images beyond the list have none. */
  readonly captions?: readonly Caption[]
  readonly runtime?: typeof defaultRuntime
}

const paper: Color = [250, 250, 250]
const ink: Color = [60, 60, 60]
const red: Color = [214, 39, 40]
const gap = 8
const frame = 3

interface Layout {
  readonly columns: number
  readonly rows: number
  readonly scale: number
  readonly textScale: number
  readonly tile: { readonly width: number; readonly height: number }
  readonly pitch: { readonly x: number; readonly y: number }
}

const layoutOf = (shape: Shape, options: ImageGridOptions): Layout => {
  const [count = 0, , height = 0, width = 0] = shape
  const columns = Math.max(options.columns ?? Math.ceil(Math.sqrt(count)), 1)
  const scale = options.scale ?? Math.max(Math.ceil(56 / Math.max(width, 1)), 1)
  const tile = { width: width * scale, height: height * scale }
  const longest = Math.max(0, ...(options.captions ?? []).map(({ text }) => textWidth(text, 1)))
  const textScale = Math.max(Math.min(Math.floor(tile.width / Math.max(longest, 1)), Math.ceil(tile.width / 40), 3), 1)
  const captionHeight = longest === 0 ? 0 : textScale * glyphSize.height + gap
  const pitch = { x: Math.max(tile.width, longest * textScale) + gap, y: tile.height + captionHeight + gap }
  return { columns, rows: Math.ceil(count / columns), scale, textScale, tile, pitch }
}

const boundsOf = (values: ArrayLike<number>, range: ImageGridOptions['range']): readonly [number, number] => {
  if (range !== 'fit') return range ?? [0, 1]
  let least = Infinity
  let greatest = -Infinity
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0
    if (value < least) least = value
    if (value > greatest) greatest = value
  }
  return [least, greatest]
}

/** From values to bytes: black and white at the bounds, NaN and everything below black. */
const tones = (values: ArrayLike<number>, [black, white]: readonly [number, number]): Uint8ClampedArray => {
  const span = white === black ? 1 : white - black
  return Uint8ClampedArray.from(values, (value) => (255 * (value - black)) / span)
}

const drawImage = (canvas: Canvas, bytes: Uint8ClampedArray, shape: Shape, index: number, box: Box, scale: number) => {
  const [, channels = 1, height = 0, width = 0] = shape
  const plane = height * width
  const at = (channel: number, cell: number): number =>
    bytes[(index * channels + (channel % channels)) * plane + cell] ?? 0
  for (let y = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++) {
      const cell = Math.floor(y / scale) * width + Math.floor(x / scale)
      setPixel(canvas, box.x + x, box.y + y, [at(0, cell), at(1, cell), at(2, cell)])
    }
  }
}

const drawCaption = (canvas: Canvas, { text, marked = false }: Caption, box: Box, scale: number): void => {
  const color = marked ? red : ink
  const x = box.x + Math.floor((box.width - textWidth(text, scale)) / 2)
  drawText(canvas, text, x, box.y + box.height + gap / 2 + 1, scale, color)
  if (marked) frameBox(canvas, box, frame, color)
}

const checkImages = (shape: Shape): void => {
  const [, channels] = shape
  if (shape.length !== 4 || !(channels === 1 || channels === 3)) {
    refuse(
      'imageGrid',
      [shape],
      { expected: 'images [N, 1, H, W] in gray or [N, 3, H, W] in color', found: showShape(shape) },
      'draw a grid of images',
    )
  }
}

/**
 * Draws images `[N, 1, H, W]` or `[N, 3, H, W]` in a grid, row by row, as the bytes of a PNG file.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { imageGrid } from 'cotangent/vision'
 *
 * const checker = tensor([0, 1, 1, 0, 1, 0, 0, 1], [2, 1, 2, 2])
 * const png = imageGrid(checker, { captions: [{ text: 'right' }, { text: 'wrong', marked: true }] })
 * String.fromCharCode(...png.subarray(1, 4)) // => 'PNG'
 * ```
 */
export const imageGrid = (images: Tensor, options: ImageGridOptions = {}): Uint8Array => {
  checkOptions('imageGrid', options, { columns: true, scale: true, range: true, captions: true, runtime: true })

  const { shape } = images
  checkImages(shape)
  const values = toArray(images, options.runtime ?? defaultRuntime)
  const bytes = tones(values, boundsOf(values, options.range))
  const { columns, rows, scale, textScale, tile, pitch } = layoutOf(shape, options)
  const canvas = blank(Math.max(columns * pitch.x + gap, 1), Math.max(rows * pitch.y + gap, 1), paper)
  for (let index = 0; index < (shape[0] ?? 0); index++) {
    const left = gap + (index % columns) * pitch.x + Math.floor((pitch.x - gap - tile.width) / 2)
    const box = { ...tile, x: left, y: gap + Math.floor(index / columns) * pitch.y }
    drawImage(canvas, bytes, shape, index, box, scale)
    const caption = options.captions?.[index]
    if (caption !== undefined) drawCaption(canvas, caption, box, textScale)
  }
  return toPng(canvas)
}
