/**
 * @file Images side by side in one image, as torchvision's `make_grid` lays them out.
 *
 *     grid[c, (k div K) (H + p) + p + i, (k mod K) (W + p) + p + j] = image[k, c, i, j]        K images in a row
 *
 * Laws: "each image is at its place"; "all else is padding"; "normalized values are from 0 to 1".
 */
import { checkRange } from '../core/numberRules.ts'
import { checkOptions } from '../core/options.ts'
import { checkCount } from '../core/shapeRules.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { checkTensor, ofShape } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import {
  concat,
  div,
  expandDims,
  full,
  max,
  maximum,
  min,
  minimum,
  pad,
  reshape,
  sub,
  transpose,
} from '../ops/index.ts'

/** How {@link makeGrid} lays images out, by torchvision's names. */
export interface GridOptions {
  /** How many images a row has; 8 by default. */
  readonly nrow?: number
  /** Pixels between images and around them; 2 by default. */
  readonly padding?: number
  /** Whether values are shifted and scaled to the range from 0 to 1; false by default. */
  readonly normalize?: boolean
  /** What becomes 0 and what becomes 1; the least and the greatest value by default. Values outside are cut off. */
  readonly valueRange?: readonly [least: number, greatest: number]
  /** Whether each image is normalized by its own range; false by default: all of them by one. */
  readonly scaleEach?: boolean
  /** The value of the padding; 0 by default. */
  readonly padValue?: number
}

/** Images [N, 3, H, W] of what may be one image, with or without channels; gray ones get three equal channels. */
const inColor = (images: Tensor): Tensor => {
  const { shape } = images
  const batch =
    shape.length === 2
      ? reshape([1, 1, ...shape])(images)
      : shape.length === 3
        ? expandDims(0)(images)
        : shape.length === 4 && (shape[0] ?? 0) > 0
          ? images
          : refuse('makeGrid', [shape], {
              expected: 'one image or more, [N, C, H, W], [C, H, W] or [H, W]',
              found: showShape(shape),
            })
  return batch.shape[1] === 1 ? concat({ axis: 1 })([batch, batch, batch]) : batch
}

/** The narrowest range that is divided by; torchvision's. */
const narrowest = 1e-5

const normalized = (images: Tensor, { valueRange, scaleEach = false }: GridOptions): Tensor => {
  const over = { axis: scaleEach ? [1, 2, 3] : [0, 1, 2, 3], keepDims: true }
  const [least, greatest] = valueRange ?? [min(over)(images), max(over)(images)]
  const cut = minimum(maximum(images, least), greatest)
  return div(sub(cut, least), maximum(sub(greatest, least), narrowest))
}

/**
 * Lays images [N, C, H, W] out in rows, as one image [C, H', W'] with padding between and around them; images of one
 * channel become gray ones of three. A single image, also [C, H, W] or [H, W], is returned without padding, as torchvision
 * does.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { makeGrid } from 'cotangent/vision'
 *
 * const images = tensor([1, 2, 3], [3, 1, 1, 1])
 * const [gray] = toNested(makeGrid(images, { nrow: 2, padding: 1, padValue: 9 }))
 * gray // => [[9, 9, 9, 9, 9], [9, 1, 9, 2, 9], [9, 9, 9, 9, 9], [9, 3, 9, 9, 9], [9, 9, 9, 9, 9]]
 * ```
 */
export const makeGrid = (images: Tensor, options: GridOptions = {}): Tensor<readonly [number, number, number]> => {
  const {
    nrow = 8,
    padding = 2,
    normalize = false,
    padValue = 0,
  } = checkOptions('makeGrid', options, {
    nrow: true,
    padding: true,
    normalize: true,
    valueRange: checkRange,
    scaleEach: true,
    padValue: true,
  })
  checkCount('makeGrid', "'nrow'", nrow)
  checkCount('makeGrid', "'padding'", padding, 0)
  const given = inColor(checkTensor(images, 'makeGrid'))
  const shown = normalize ? normalized(given, options) : given
  const [count = 0, channels = 0, height = 0, width = 0] = shown.shape
  if (count === 1) return reshape([channels, height, width])(shown)
  const inRow = Math.min(nrow, count)
  const rows = Math.ceil(count / inRow)
  const [tall, wide] = [height + padding, width + padding]
  const before = [padding, 0] as const
  const cells = concat({ axis: 0 })([
    pad({ padding: [before, before], value: padValue })(shown),
    full([rows * inRow - count, channels, tall, wide], padValue),
  ])
  const apart = transpose([2, 0, 3, 1, 4])(reshape([rows, inRow, channels, tall, wide])(cells))
  const joined = reshape([channels, rows * tall, inRow * wide])(apart)
  const after = [0, padding] as const
  return ofShape(pad({ padding: [after, after], value: padValue })(joined))
}

/**
 * Each channel as a gray image: [N, C, H, W] to [N C, 1, H, W], the channels of an image one after another. Of features,
 * the maps; of a convolution's weight [O, I, h, w], the kernels, which {@link makeGrid} shows in O rows with `nrow: I`.
 *
 * @example
 * ```ts
 * import { key } from 'cotangent'
 * import { lenet } from 'cotangent/models'
 * import { channelImages, makeGrid } from 'cotangent/vision'
 *
 * const [{ conv1, conv2 }] = lenet.init(key(1))
 * channelImages(conv2.weight).shape // => [96, 1, 5, 5]
 * makeGrid(channelImages(conv1.weight), { nrow: 6, normalize: true, scaleEach: true }).shape // => [3, 9, 44]
 * ```
 */
export const channelImages = (x: Tensor): Tensor<readonly [number, 1, number, number]> => {
  const [n, c, height, width] = x.shape
  return n === undefined || c === undefined || height === undefined || width === undefined || x.shape.length > 4
    ? refuse('channelImages', [x.shape], { expected: 'features [N, C, H, W]', found: showShape(x.shape) })
    : reshape([n * c, 1, height, width])(x)
}
