/**
 * @file Augmentations of colour: normalization, brightness, contrast, saturation, and AlexNet's shift along the principal
 * components of the colours of a data set.
 */
import { checkFinite, checkNotNegative, checkPositive, each } from '../../core/numberRules.ts'
import { checkOptions } from '../../core/options.ts'
import { split } from '../../core/Key.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { tensor } from '../../core/Tensor.ts'
import { countOf } from '../../core/Shape.ts'
import { refuse } from '../../core/TensorError.ts'
import { add } from '../../ops/add.ts'
import { div } from '../../ops/div.ts'
import { matmul } from '../../ops/matmul.ts'
import { mul } from '../../ops/mul.ts'
import { normal } from '../../ops/random.ts'
import { reshape } from '../../ops/reshape.ts'
import { sub } from '../../ops/sub.ts'
import { mean, sum } from '../../ops/sum.ts'
import { toArray } from '../../runtime/index.ts'
import type { ImageBatch, SizeKeeping } from './Augmentation.ts'
import { blend, keepingSize, perImage, sizesOf } from './Augmentation.ts'
import type { PrincipalComponents } from './principalAxes.ts'
import { principalAxes } from './principalAxes.ts'

const perChannel = (
  operation: string,
  images: Tensor,
  values: readonly number[],
): Tensor<readonly [1, number, 1, 1]> => {
  const [, c] = sizesOf(operation, images)
  return values.length === c
    ? tensor(values, [1, c, 1, 1])
    : refuse(operation, [images.shape], {
        expected: `a value for each of ${countOf(c, 'channel')}`,
        found: String(values.length),
      })
}

/**
 * Subtracts a mean from each channel and divides it by a standard deviation.
 *
 * @example
 * ```ts
 * import { ones, toNested } from 'cotangent'
 * import { normalize } from 'cotangent/data'
 *
 * toNested(normalize({ mean: [0.5], std: [0.25] })(ones([1, 1, 1, 2]))) // => [[[[2, 2]]]]
 * ```
 */
export const normalize = (options: { readonly mean: readonly number[]; readonly std: readonly number[] }) => {
  const { mean: means, std } = checkOptions('normalize', options, { mean: true, std: true })
  each(checkFinite)('normalize', 'mean', means)
  each(checkPositive)('normalize', 'std', std)
  return (images: ImageBatch): ImageBatch =>
    div(sub(images, perChannel('normalize', images, means)), perChannel('normalize', images, std))
}

/** The luma of RGB images, [N, 1, H, W] (ITU-R BT.601); of images of one channel, that channel. */
const grey = (images: Tensor): Tensor =>
  images.shape[1] === 1
    ? images
    : sum({ axis: 1, keepDims: true })(mul(images, perChannel('colorJitter', images, [0.299, 0.587, 0.114])))

/** How far each setting may stray from 1, in either direction; 0 by default. */
export interface ColorJitterOptions {
  readonly brightness?: number
  readonly contrast?: number
  readonly saturation?: number
}

/**
 * Random brightness, contrast and saturation for each image of [N, 1 or 3, H, W], in this order: a factor of all numbers, a
 * blend with the mean grey of the image, a blend with its grey version; each factor is uniform from 1 - x to 1 + x.
 *
 * @example
 * ```ts
 * import { key, ones } from 'cotangent'
 * import { colorJitter } from 'cotangent/data'
 *
 * colorJitter({ brightness: 0.2, contrast: 0.2 })(key(1))(ones([2, 3, 8, 8])).shape // => [2, 3, 8, 8]
 * ```
 */
export const colorJitter = (options: ColorJitterOptions): SizeKeeping => {
  const {
    brightness = 0,
    contrast = 0,
    saturation = 0,
  } = checkOptions('colorJitter', options, {
    brightness: checkNotNegative,
    contrast: checkNotNegative,
    saturation: checkNotNegative,
  })
  return keepingSize((key) => (images) => {
    const [first, second, third] = split(key, 3)
    const bright = brightness === 0 ? images : mul(images, perImage(first, images, 1 - brightness, 1 + brightness))
    const means = (): Tensor => mean({ axis: [1, 2, 3], keepDims: true })(grey(bright))
    const even = contrast === 0 ? bright : blend(bright, means(), perImage(second, images, 1 - contrast, 1 + contrast))
    return saturation === 0 ? even : blend(even, grey(even), perImage(third, images, 1 - saturation, 1 + saturation))
  })
}

/**
 * The principal components of the pixels of images [N, C, H, W], as vectors of C channels. Compute them once before training,
 * on a sample of the data set.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { principalComponents } from 'cotangent/data'
 *
 * // Two pixels that differ in red alone.
 * principalComponents(tensor([1, 3, 5, 5, 7, 7], [1, 3, 1, 2])).variances // => [1, 0, 0]
 * ```
 */
export const principalComponents = (images: ImageBatch): PrincipalComponents => {
  const [n, c, h, w] = sizesOf('principalComponents', images)
  const pixels = n * h * w
  if (pixels === 0)
    return refuse('principalComponents', [images.shape], { expected: 'images with pixels', found: 'none' })
  const centred = sub(images, mean({ axis: [0, 2, 3], keepDims: true })(images))
  const rows = reshape([n, c, h * w])(centred)
  const columns = reshape([n, c, h * w])(centred)
  const products = Array.from({ length: c }, (_, i) => {
    const one = reshape([n, 1, h * w])(rowOf(rows, i))
    return toArray(sum({ axis: [0, 2] })(mul(columns, one)))
  })
  return principalAxes(products.map((row) => Array.from(row, (x) => x / pixels)))
}

/** Channel `i` of [N, C, pixels], by a product with a unit vector. */
const rowOf = (rows: Tensor, i: number): Tensor => {
  const c = rows.shape[1] ?? 0
  const unit = tensor(
    Array.from({ length: c }, (_, k) => (k === i ? 1 : 0)),
    [1, c],
  )
  return matmul(unit, rows)
}

/**
 * AlexNet's colour augmentation (Krizhevsky, Sutskever and Hinton, 2012): to every pixel of an image the same multiples of
 * the principal components are added, each the component's variance times a Gaussian number of this deviation, 0.1 by
 * default.
 *
 * @example
 * ```ts
 * import { key, uniform } from 'cotangent'
 * import { pcaJitter, principalComponents } from 'cotangent/data'
 *
 * const images = uniform([4, 3, 8, 8])(key(1))
 * pcaJitter(principalComponents(images))(key(2))(images).shape // => [4, 3, 8, 8]
 * ```
 */
export const pcaJitter = (
  { axes, variances }: PrincipalComponents,
  options: { readonly deviation?: number } = {},
): SizeKeeping => {
  const { deviation = 0.1 } = checkOptions('pcaJitter', options, { deviation: checkNotNegative })
  return keepingSize((key) => (images) => {
    const [n, c] = sizesOf('pcaJitter', images)
    if (axes.length !== c)
      refuse('pcaJitter', [images.shape], {
        expected: `components of ${countOf(c, 'channel')}`,
        found: String(axes.length),
      })
    const scaled = tensor(
      axes.flatMap((axis, k) => axis.map((x) => x * (variances[k] ?? 0))),
      [c, c],
    )
    const drawn = normal([n, c], { standardDeviation: deviation })(key)
    const shift = matmul(drawn, scaled)
    return add(images, reshape([n, c, 1, 1])(shift))
  })
}
