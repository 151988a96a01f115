/**
 * @file Occlusion: how much a score falls when a window of the image is covered.
 *
 *     map[i, j] = score(x) - score(x with the window at (i, j) set to `fill`)
 *
 * After Zeiler and Fergus, "Visualizing and understanding convolutional networks" (2014).
 *
 * Laws: "an empty window costs nothing"; "covering what is already of that color costs nothing"; "of a linear score it is
 * the sum of what the window contributed".
 */
import { checkFinite } from '../core/numberRules.ts'
import { checkOptions } from '../core/options.ts'
import { checkCounts, checkSizes } from '../core/shapeRules.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { TensorFunction } from '../nn/index.ts'
import { broadcastTo, concat, mul, reshape, sub, transpose, where } from '../ops/index.ts'
import type { Classes } from './chosenScores.ts'
import { chosenScores, labelsOf } from './chosenScores.ts'
import { inGroups } from './inGroups.ts'

/** What {@link occlusion} covers, and with what. */
export interface OcclusionOptions {
  /** Pixels down and across the window, or the side of a square one; an empty window, of 0, covers nothing. */
  readonly window: number | readonly [height: number, width: number]
  /** Pixels from one window to the next; those of the window by default, so that windows touch and do not overlap. */
  readonly stride?: number | readonly [down: number, across: number]
  /** The value that covers; 0 by default. */
  readonly fill?: number
  /** How many windows are computed as one batch, which bounds the memory; 16 by default. */
  readonly atOnce?: number
}

type Pair = readonly [number, number]

const pairOf = (value: number | Pair): Pair => (typeof value === 'number' ? [value, value] : value)

/** The first pixel of each window along a side. */
const startsAlong = (side: number, window: number, stride: number): readonly number[] =>
  window > side ? [] : Array.from({ length: Math.floor((side - window) / stride) + 1 }, (_, k) => k * stride)

/** One row per window: 1 inside it, 0 outside. */
const stripes = (starts: readonly number[], window: number, side: number): Tensor =>
  tensor(
    starts.flatMap((start) => Array.from({ length: side }, (_, at) => (at >= start && at < start + window ? 1 : 0))),
    [starts.length, side],
  )

interface Windows {
  readonly size: Pair
  readonly places: readonly (readonly [row: number, column: number])[]
  readonly fill: number
}

/** The images with each of the windows covered, [windows * N, C, H, W]. */
const covered = (images: Tensor, { size, places, fill }: Windows): Tensor => {
  const [n = 0, channels = 0, height = 0, width = 0] = images.shape
  const count = places.length
  const down = stripes(
    places.map(([row]) => row),
    size[0],
    height,
  )
  const across = stripes(
    places.map(([, column]) => column),
    size[1],
    width,
  )
  const mask = mul(reshape([count, 1, 1, height, 1])(down), reshape([count, 1, 1, 1, width])(across))
  return reshape([count * n, channels, height, width])(where(mask, fill, reshape([1, ...images.shape])(images)))
}

/**
 * The fall of a class's score when a window is covered, for each place of the window: [N, 1, rows, columns] for images [N,
 * C, H, W], with as many rows and columns as a pooling of this window and stride has. Classes are chosen as for {@link
 * inputGradient}, at the whole image. Refuses a window that is larger than the images.
 *
 * @example
 * ```ts
 * import { sum, tensor, toNested } from 'cotangent'
 * import type { Tensor } from 'cotangent'
 * import { occlusion } from 'cotangent/vision'
 *
 * const brightness = (x: Tensor) => sum({ axis: [2, 3] })(x)
 * const image = tensor([[[[1, 2, 3, 4], [5, 6, 7, 8]]]])
 * toNested(occlusion(brightness, { window: 2 })(image)) // => [[[[14, 22]]]]
 * ```
 */
export const occlusion = (
  scores: TensorFunction,
  options: OcclusionOptions,
): ((images: Tensor, classes?: Classes) => Tensor<readonly [number, 1, number, number]>) => {
  const {
    window,
    stride,
    fill = 0,
    atOnce = 16,
  } = checkOptions('occlusion', options, { window: true, stride: true, fill: checkFinite, atOnce: true })
  checkCounts('occlusion', "'window'", Array.isArray(window) ? window : [window], 0)
  checkSizes('occlusion', { stride, atOnce })
  const size = pairOf(window)
  const [down, across] = pairOf(stride ?? [Math.max(size[0], 1), Math.max(size[1], 1)])
  return (images, classes) => {
    const [n = 0, , height = 0, width = 0] = images.shape
    const rows = startsAlong(height, size[0], down)
    const columns = startsAlong(width, size[1], across)
    if (images.shape.length !== 4 || rows.length === 0 || columns.length === 0) {
      return refuse('occlusion', [images.shape], {
        expected: `images [N, C, H, W] of at least ${size.join(' by ')} pixels`,
        found: showShape(images.shape),
      })
    }
    const whole = scores(images)
    const labels = labelsOf('occlusion', whole, classes)
    const places = rows.flatMap((row) => columns.map((column) => [row, column] as const))
    const left = inGroups(places, atOnce).map((some): Tensor => {
      const repeated = reshape([some.length * n])(broadcastTo([some.length, n])(labels))
      const remaining = chosenScores('occlusion', scores(covered(images, { size, places: some, fill })), repeated)
      return reshape([some.length, n])(remaining)
    })
    const falls = sub(chosenScores('occlusion', whole, labels), concat({ axis: 0 })(left))
    return reshape([n, 1, rows.length, columns.length])(transpose([1, 0])(falls))
  }
}
