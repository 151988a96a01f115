/**
 * @file A batch of images side by side as one picture: tensor -> PNG, or SVG where there are captions.
 *
 * Images are `[N, 1, H, W]` in gray or `[N, 3, H, W]` in color. Each is enlarged by a whole factor, so its pixels stay
 * square. Words are left to the fonts of whoever shows the SVG, so captions may be in any script.
 */
import { checkWhole } from '../core/numberRules.ts'
import { checkOptions } from '../core/options.ts'
import { checkSizes } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { foundValue } from '../core/foundValue.ts'
import { ink, svgImage, svgOf, svgText, widthOf } from './svg.ts'
import type { Tiles, ToneOptions } from './tones.ts'
import { pngOf, tilesOf } from './tones.ts'

/** How {@link imageGrid} lays images out. */
export interface ImageGridOptions extends ToneOptions {
  /** The number of images per row; by default about as many as there are rows. */
  readonly columns?: number
  /** The whole factor by which images are enlarged; by default, images become 56 pixels wide or more. */
  readonly scale?: number
  /** The width in pixels of the paper between images and around them, 8 by default; 0 leaves the images alone. */
  readonly gap?: number
}

/** The caption of an image. */
export interface Caption {
  readonly text: string
  /** Draws attention in red: a wrong prediction, say. */
  readonly marked?: boolean
}

/** How {@link captionedGrid} lays images out, and what it writes below them. */
export interface CaptionedGridOptions extends ImageGridOptions {
  /** One caption per image, in order; images beyond the list have none. */
  readonly captions: readonly Caption[]
}

const names = { columns: true, scale: true, gap: checkWhole, range: true, runtime: true } as const
const paper = 250
/** As many as a browser shows. */
const mostPixels = 2 ** 28
const usualGap = 8

interface Layout {
  readonly columns: number
  readonly rows: number
  readonly scale: number
  /** The size of an enlarged image. */
  readonly wide: number
  readonly tall: number
}

const layoutOf = ({ count, width, height }: Tiles, options: ImageGridOptions): Layout => {
  const {
    columns = Math.max(Math.ceil(Math.sqrt(count)), 1),
    scale = Math.max(Math.ceil(56 / Math.max(width, 1)), 1),
  } = options
  checkSizes('imageGrid', { columns, scale })
  const inRow = Math.min(columns, Math.max(count, 1))
  return { columns: inRow, rows: Math.ceil(count / inRow), scale, wide: width * scale, tall: height * scale }
}

/**
 * Draws images `[N, 1, H, W]` or `[N, 3, H, W]` in a grid, row by row, as the bytes of a PNG file. There is paper between
 * them and around them: for the pixels of one image alone, `{ scale: 1, gap: 0 }`.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { imageGrid } from 'cotangent/vision'
 *
 * const checker = tensor([0, 1, 1, 0, 1, 0, 0, 1], [2, 1, 2, 2])
 * const png = imageGrid(checker, { columns: 2, scale: 8 })
 * String.fromCharCode(...png.subarray(1, 4)) // => 'PNG'
 * const pixels = imageGrid(checker, { columns: 2, scale: 1, gap: 0 }) // 4 pixels by 2
 * ```
 */
export const imageGrid = (images: Tensor, options: ImageGridOptions = {}): Uint8Array => {
  const { gap = usualGap } = checkOptions('imageGrid', options, names)
  const tiles = tilesOf('imageGrid', images, options)
  const { columns, rows, scale, wide, tall } = layoutOf(tiles, options)
  // A PNG has a pixel at least.
  const width = Math.max(1, columns * (wide + gap) + gap)
  const height = Math.max(1, rows * (tall + gap) + gap)
  if (width * height > mostPixels)
    return refuse('imageGrid', [images.shape], {
      expected: `a picture of at most ${String(mostPixels)} pixels`,
      found: `${String(width)} by ${String(height)}`,
    })
  const picture = new Uint8Array(3 * width * height).fill(paper)
  for (let index = 0; index < tiles.count; index++) {
    const pixels = tiles.pixels(index)
    const left = gap + (index % columns) * (wide + gap)
    const top = gap + Math.floor(index / columns) * (tall + gap)
    for (let y = 0; y < tall; y++) {
      for (let x = 0; x < wide; x++) {
        const from = 3 * (Math.floor(y / scale) * tiles.width + Math.floor(x / scale))
        picture.set(pixels.subarray(from, from + 3), 3 * ((top + y) * width + left + x))
      }
    }
  }
  return pngOf(width, height, picture)
}

/** The height of a line of text, and of its letters. */
const line = 18
const letters = 12

const checkCaptions = (captions: readonly Caption[]): readonly Caption[] =>
  Array.isArray(captions) && captions.every((caption: unknown) => isCaption(caption))
    ? captions
    : refuse('captionedGrid', [], {
        expected: "'captions' to be a list of { text }",
        found: foundValue(captions),
      })

const isCaption = (caption: unknown): caption is Caption =>
  typeof caption === 'object' && caption !== null && 'text' in caption && typeof caption.text === 'string'

/**
 * Draws images as {@link imageGrid} does, each with a caption below it, as the text of an SVG file. An image that is marked
 * has a red frame and a red caption.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { captionedGrid } from 'cotangent/vision'
 *
 * const checker = tensor([0, 1, 1, 0, 1, 0, 0, 1], [2, 1, 2, 2])
 * const svg = captionedGrid(checker, { captions: [{ text: '七' }, { text: '1, not 7', marked: true }] })
 * svg.includes('>七</text>') // => true
 * ```
 */
export const captionedGrid = (images: Tensor, options: CaptionedGridOptions): string => {
  const { gap = usualGap, ...given } = checkOptions('captionedGrid', options, { ...names, captions: true })
  const captions = checkCaptions(given.captions)
  const tiles = tilesOf('captionedGrid', images, options)
  const { columns, rows, wide, tall } = layoutOf(tiles, options)
  const cell = Math.ceil(Math.max(wide, ...captions.map(({ text }) => widthOf(text, letters))))
  const drawn = Array.from({ length: tiles.count }, (_, index) => {
    const { text = '', marked = false } = captions[index] ?? {}
    const x = gap + (index % columns) * (cell + gap) + Math.floor((cell - wide) / 2)
    const y = gap + Math.floor(index / columns) * (tall + line + gap)
    const color = marked ? '#d62728' : ink
    const frame = `<rect x="${x - 1.5}" y="${y - 1.5}" width="${wide + 3}" height="${tall + 3}" fill="none" stroke="${color}" stroke-width="3"/>`
    return [
      svgImage(pngOf(tiles.width, tiles.height, tiles.pixels(index)), { x, y, width: wide, height: tall }),
      ...(marked ? [frame] : []),
      ...(text === '' ? [] : [svgText(text, { x: x + wide / 2, y: y + tall + line - 4, size: letters, color })]),
    ].join('')
  })
  return svgOf(columns * (cell + gap) + gap, rows * (tall + line + gap) + gap, drawn)
}
