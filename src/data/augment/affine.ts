/**
 * @file Resizing and small random rotations: images sampled at other places, bilinearly.
 */
import { checkFinite, checkNotNegative } from '../../core/numberRules.ts'
import { checkOptions } from '../../core/options.ts'
import { foundList } from '../../core/foundValue.ts'
import { split } from '../../core/Key.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { tensor } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { add } from '../../ops/add.ts'
import { arange } from '../../ops/constant.ts'
import { broadcastTo } from '../../ops/broadcastTo.ts'
import { div } from '../../ops/div.ts'
import { floor } from '../../ops/floor.ts'
import { gatherNamed } from '../../ops/gather.ts'
import { lessEqual } from '../../ops/lessEqual.ts'
import { matmul } from '../../ops/matmul.ts'
import { maximum } from '../../ops/maximum.ts'
import { minimum } from '../../ops/minimum.ts'
import { mul } from '../../ops/mul.ts'
import { reshape, reshapeTo } from '../../ops/reshape.ts'
import { cos, sin } from '../../ops/sin.ts'
import { sub } from '../../ops/sub.ts'
import { transpose } from '../../ops/transpose.ts'
import type { Sides } from '../imageSize.ts'
import { checkHeightAndWidth } from '../imageSize.ts'
import type { ImageBatch, SizeKeeping } from './Augmentation.ts'
import { perImage, sizesOf } from './Augmentation.ts'

/** The matrix [to, from] that resizes a line bilinearly, pixel centres at halves (PyTorch's `align_corners=False`). */
const weights = (from: number, to: number): Tensor<readonly [number, number]> => {
  const entries = new Float64Array(to * from)
  Array.from({ length: to }, (_, i) => {
    const place = Math.max(((i + 0.5) * from) / to - 0.5, 0)
    const low = Math.min(Math.floor(place), from - 1)
    const high = Math.min(low + 1, from - 1)
    const rest = place - low
    return [low, high, rest] as const
  }).forEach(([low, high, rest], i) => {
    entries.set([(entries[i * from + low] ?? 0) + 1 - rest], i * from + low)
    entries.set([(entries[i * from + high] ?? 0) + rest], i * from + high)
  })
  return tensor(entries, [to, from])
}

/**
 * Resizes images bilinearly, as PyTorch's `interpolate` without antialiasing: by two matrix products, one along each
 * axis.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { resize } from 'cotangent/data'
 *
 * toNested(resize([1, 4])(tensor([0, 4], [1, 1, 1, 2]))) // => [[[[0, 1, 3, 4]]]]
 * ```
 */
export const resize = (size: Sides) => {
  const [height, width] = checkHeightAndWidth('resize', 'size', size)
  return (images: ImageBatch): ImageBatch => {
    const [n, c, h, w] = sizesOf('resize', images)
    if (h < 1 || w < 1)
      refuse('resize', [images.shape], { expected: 'images with pixels', found: `${String(h)} x ${String(w)}` })
    const across = matmul(images, transpose(weights(w, width)))
    const down = matmul(weights(h, height), reshape([n * c, h, width])(across))
    return reshape([n, c, height, width])(down)
  }
}

/** How far images may be rotated, scaled and shifted. */
export interface RandomAffineOptions {
  /** The largest rotation in either direction, in degrees; 0 by default. */
  readonly degrees?: number
  /** The smallest and the largest scale; 1 and 1 by default. */
  readonly scale?: readonly [low: number, high: number]
  /** The largest shift along each axis in either direction, in pixels; 0 by default. */
  readonly shift?: number
  /** The value of pixels from outside the image; 0 by default. */
  readonly fill?: number
}

/** Refuses anything but two finite numbers above 0, the first not above the second. */
const checkScale = (operation: string, name: string, scale: readonly [low: number, high: number]): void => {
  const given: unknown = scale
  if (!Array.isArray(given) || given.length !== 2 || !(scale[0] > 0 && scale[0] <= scale[1] && scale[1] < Infinity))
    refuse(operation, [], {
      expected: `'${name}' to be two finite numbers above 0, the smaller first`,
      found: foundList(given),
    })
}

const inRange = (x: Tensor, last: number): Tensor => mul(lessEqual(0, x), lessEqual(x, last))

/** The pixels of each image at these rows and columns [N, 1, H, W], whole numbers; 0 outside. */
const pixelsAt = (images: Tensor, rows: Tensor, columns: Tensor): Tensor => {
  const [n, c, h, w] = sizesOf('randomAffine', images)
  const clamped = (x: Tensor, last: number): Tensor => minimum(maximum(x, 0), last)
  const place = add(mul(clamped(rows, h - 1), w), clamped(columns, w - 1))
  const indices = broadcastTo([n, c, h * w])(reshape([n, 1, h * w])(place))
  const found = reshape([n, c, h, w])(gatherNamed(reshape([n, c, h * w])(images), indices, 2))
  return mul(found, mul(inRange(rows, h - 1), inRange(columns, w - 1)))
}

/**
 * Rotates, scales and shifts each image a little about its middle, sampled bilinearly.
 *
 * @example
 * ```ts
 * import { key, ones } from 'cotangent'
 * import { randomAffine } from 'cotangent/data'
 *
 * randomAffine({ degrees: 10, scale: [0.9, 1.1], shift: 2 })(key(1))(ones([4, 1, 28, 28])).shape // => [4, 1, 28, 28]
 * ```
 */
export const randomAffine = (options: RandomAffineOptions): SizeKeeping => {
  const {
    degrees = 0,
    scale = [1, 1],
    shift = 0,
    fill = 0,
  } = checkOptions('randomAffine', options, {
    degrees: checkNotNegative,
    scale: checkScale,
    shift: checkNotNegative,
    fill: checkFinite,
  })
  return (key) =>
    <const S extends ImageBatch['shape']>(given: Tensor<S>): Tensor<S> => {
      // Outside is 0 for what is sampled here.
      const images: Tensor = fill === 0 ? given : sub(given, fill)
      const [, , h, w] = sizesOf('randomAffine', images)
      const [turn, grow, down, across] = split(key, 4)
      const angle = perImage(turn, images, (-degrees * Math.PI) / 180, (degrees * Math.PI) / 180)
      const size = perImage(grow, images, scale[0], scale[1])
      const [cosine, sine] = [div(cos(angle), size), div(sin(angle), size)]
      const middle = [(h - 1) / 2, (w - 1) / 2] as const
      const y = sub(reshape([1, 1, h, 1])(arange(h)), add(perImage(down, images, -shift, shift), middle[0]))
      const x = sub(reshape([1, 1, 1, w])(arange(w)), add(perImage(across, images, -shift, shift), middle[1]))
      const rows = add(add(mul(y, cosine), mul(x, sine)), middle[0])
      const columns = add(sub(mul(x, cosine), mul(y, sine)), middle[1])
      const [top, left] = [floor(rows), floor(columns)]
      const [low, near] = [sub(rows, top), sub(columns, left)]
      const between = (a: Tensor, b: Tensor, t: Tensor): Tensor => add(a, mul(sub(b, a), t))
      const [below, right] = [add(top, 1), add(left, 1)]
      const upper = between(pixelsAt(images, top, left), pixelsAt(images, top, right), near)
      const lower = between(pixelsAt(images, below, left), pixelsAt(images, below, right), near)
      const moved = between(upper, lower, low)
      return reshapeTo(fill === 0 ? moved : add(moved, fill), given.shape)
    }
}
