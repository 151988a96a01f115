/**
 * @file Augmentations that move pixels: flips, crops, and the fixed crops of testing.
 */
import { checkFinite, checkShare } from '../../core/numberRules.ts'
import { checkOptions } from '../../core/options.ts'
import type { Key } from '../../core/Key.ts'
import { split } from '../../core/Key.ts'
import type { Shape } from '../../core/Shape.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { checkCount } from '../../core/shapeRules.ts'
import { refuse } from '../../core/TensorError.ts'
import { add } from '../../ops/add.ts'
import { arange } from '../../ops/constant.ts'
import { broadcastTo } from '../../ops/broadcastTo.ts'
import { flip } from '../../ops/flip.ts'
import { floor } from '../../ops/floor.ts'
import { gatherNamed } from '../../ops/gather.ts'
import { logsumexp } from '../../ops/logsumexp.ts'
import { pad } from '../../ops/pad.ts'
import { bernoulli } from '../../ops/random.ts'
import { reshape, reshapeTo } from '../../ops/reshape.ts'
import { slice } from '../../ops/slice.ts'
import { stack } from '../../ops/concat.ts'
import { sub } from '../../ops/sub.ts'
import { exp } from '../../ops/exp.ts'
import { mean } from '../../ops/sum.ts'
import { where } from '../../ops/where.ts'
import type { Sides } from '../imageSize.ts'
import { checkHeightAndWidth } from '../imageSize.ts'
import type { Augmentation, ImageBatch, SizeKeeping } from './Augmentation.ts'
import { keepingSize, perImage, sizesOf } from './Augmentation.ts'

/**
 * Mirrors each image from left to right with a probability, 0.5 by default.
 *
 * @example
 * ```ts
 * import { key, tensor, toNested } from 'cotangent'
 * import { randomFlip } from 'cotangent/data'
 *
 * const image = tensor([1, 2, 3], [1, 1, 1, 3])
 * toNested(randomFlip({ probability: 1 })(key(1))(image)) // => [[[[3, 2, 1]]]]
 * ```
 */
export const randomFlip = (options: { readonly probability?: number } = {}): SizeKeeping => {
  const { probability = 0.5 } = checkOptions('randomFlip', options, { probability: checkShare })
  return keepingSize((key) => (images) => {
    const [n] = sizesOf('randomFlip', images)
    const flips = bernoulli([n, 1, 1, 1], probability)(key)
    return where(flips, flip({ axis: -1 })(images), images)
  })
}

/** The settings of a random crop. */
export interface RandomCropOptions {
  /** Height and width of the crop. */
  readonly size: readonly [height: number, width: number]
  /** The number of pixels of value `fill` that are added on every side before cropping; 0 by default. */
  readonly padding?: number
  /** The value of added pixels; 0 by default. */
  readonly fill?: number
}

const checkFits = (
  operation: string,
  images: Tensor,
  size: readonly [number, number],
  room: readonly [number, number],
): void => {
  if (size[0] < 1 || size[1] < 1 || size[0] > room[0] || size[1] > room[1]) {
    refuse(operation, [images.shape], {
      expected: `a crop within ${String(room[0])} x ${String(room[1])}`,
      found: `${String(size[0])} x ${String(size[1])}`,
    })
  }
}

/** A window of this length along an axis, which begins for each image where `start` [N, 1, 1, 1] says. */
const windowAt = (images: ImageBatch, start: Tensor, axis: 2 | 3, length: number): ImageBatch => {
  const [n, c, h, w] = images.shape
  const shape = axis === 2 ? ([n, c, length, w] as const) : ([n, c, h, length] as const)
  const along: Shape = axis === 2 ? [1, 1, length, 1] : [1, 1, 1, length]
  const indices = add(reshape(along)(arange(length)), start)
  return reshapeTo(gatherNamed(images, broadcastTo(shape)(indices), axis), shape)
}

/**
 * Crops a window of each image at a random place, as AlexNet trains on crops of 224 from images of 256. With padding,
 * and a window of the image's size, it is a random shift.
 *
 * @example
 * ```ts
 * import { key, ones } from 'cotangent'
 * import { randomCrop } from 'cotangent/data'
 *
 * randomCrop({ size: [224, 224] })(key(1))(ones([2, 3, 256, 256])).shape // => [2, 3, 224, 224]
 * ```
 */
export const randomCrop = (options: RandomCropOptions): Augmentation => {
  const names = { size: checkHeightAndWidth, padding: true, fill: checkFinite } as const
  const { size, padding = 0, fill = 0 } = checkOptions('randomCrop', options, names)
  checkHeightAndWidth('randomCrop', 'size', size)
  checkCount('randomCrop', "'padding'", padding, 0)
  return (key) => (images) => {
    const [n, c, h, w] = sizesOf('randomCrop', images)
    const room = [h + 2 * padding, w + 2 * padding] as const
    checkFits('randomCrop', images, size, room)
    const sides = [padding, padding] as const
    const wider = padding === 0 ? images : pad({ padding: [sides, sides], value: fill })(images)
    const padded = reshapeTo(wider, [n, c, ...room] as const)
    const [down, across] = split(key)
    const start = (drawn: Key, places: number): Tensor => floor(perImage(drawn, images, 0, places))
    const rows = windowAt(padded, start(down, room[0] - size[0] + 1), 2, size[0])
    return windowAt(rows, start(across, room[1] - size[1] + 1), 3, size[1])
  }
}

const cropAt = (
  images: ImageBatch,
  top: number,
  left: number,
  [height, width]: readonly [number, number],
): ImageBatch => slice([{}, {}, { start: top, stop: top + height }, { start: left, stop: left + width }])(images)

/**
 * Crops the window in the middle of each image.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { centerCrop } from 'cotangent/data'
 *
 * toNested(centerCrop([1, 2])(tensor([1, 2, 3, 4], [1, 1, 1, 4]))) // => [[[[2, 3]]]]
 * ```
 */
export const centerCrop = (size: Sides) => {
  checkHeightAndWidth('centerCrop', 'size', size)
  return (images: ImageBatch): ImageBatch => {
    const [, , h, w] = sizesOf('centerCrop', images)
    checkFits('centerCrop', images, size, [h, w])
    return cropAt(images, Math.floor((h - size[0]) / 2), Math.floor((w - size[1]) / 2), size)
  }
}

type Five = readonly [ImageBatch, ImageBatch, ImageBatch, ImageBatch, ImageBatch]

/** Several views of each image: images, views, channels, height, width. */
export type Views = Tensor<readonly [number, number, number, number, number]>

/**
 * The four corners and the middle of each image: [N, 5, C, h, w], in the order of torchvision.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { fiveCrop } from 'cotangent/data'
 *
 * fiveCrop([224, 224])(ones([2, 3, 256, 256])).shape // => [2, 5, 3, 224, 224]
 * ```
 */
export const fiveCrop = (size: Sides) => {
  checkHeightAndWidth('fiveCrop', 'size', size)
  return (images: ImageBatch): Views => {
    const [, , h, w] = sizesOf('fiveCrop', images)
    checkFits('fiveCrop', images, size, [h, w])
    const [bottom, right] = [h - size[0], w - size[1]]
    const crops: Five = [
      cropAt(images, 0, 0, size),
      cropAt(images, 0, right, size),
      cropAt(images, bottom, 0, size),
      cropAt(images, bottom, right, size),
      centerCrop(size)(images),
    ]
    return stack({ axis: 1 })(crops)
  }
}

/**
 * The five crops of each image and of its mirror image: [N, 10, C, h, w]. AlexNet is tested on these, with averaged
 * predictions; see {@link averagePredictions}.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { tenCrop } from 'cotangent/data'
 *
 * tenCrop([224, 224])(ones([2, 3, 256, 256])).shape // => [2, 10, 3, 224, 224]
 * ```
 */
export const tenCrop = (size: Sides) => {
  checkHeightAndWidth('tenCrop', 'size', size)
  return (images: ImageBatch): Views => {
    const [n, c] = sizesOf('tenCrop', images)
    const both = [images, flip({ axis: -1 })(images)].map(fiveCrop(size))
    return reshape([n, 10, c, ...size])(stack({ axis: 1 })(both))
  }
}

/**
 * The mean of a classifier's probabilities over several views of each image.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { ones, sum, tensor, toNested } from 'cotangent'
 * import { averagePredictions, tenCrop } from 'cotangent/data'
 *
 * const views = tenCrop([2, 2])(ones([1, 1, 4, 4]))
 * const scores = (images: Tensor) => tensor(new Float32Array(2 * (images.shape[0] ?? 0)), [images.shape[0] ?? 0, 2])
 * toNested(averagePredictions(scores)(views)) // => [[0.5, 0.5]]
 * ```
 */
export const averagePredictions =
  (classify: (images: ImageBatch) => Tensor) =>
  (views: Views): Tensor<readonly [number, number]> => {
    const [n, k, ...image] = views.shape
    const scores = classify(reshape([n * k, ...image])(views))
    const classes = scores.shape[1] ?? 0
    const logarithms = sub(scores, logsumexp({ axis: 1, keepDims: true })(scores))
    return mean({ axis: 1 })(reshape([n, k, classes])(exp(logarithms)))
  }
