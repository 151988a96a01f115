/**
 * @file Pooling to a size, whatever the size of the image: adaptive and global pooling as layers.
 *
 * Formulas, shape rules and laws: see `ops/adaptivePool.ts`.
 */
import type { AdaptiveSize } from '../ops/adaptivePool.ts'
import { adaptiveAvgPool2d as averageTo, adaptiveMaxPool2d as maximumTo } from '../ops/adaptivePool.ts'
import { imageSides } from '../ops/interpolate.ts'
import { mean } from '../ops/sum.ts'
import { max } from '../ops/max.ts'
import { checkSizes } from './checkSizes.ts'
import type { AnyShape, Layer, None } from './Layer.ts'
import { stateless } from './Layer.ts'

/**
 * Means of images [N, C, H, W] over windows that part them into rows and columns, as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { adaptiveAvgPool2d, evalMode } from 'cotangent/nn'
 *
 * toNested(adaptiveAvgPool2d([1, 2]).apply(evalMode)({}, {}, tensor([1, 2, 3], [1, 1, 1, 3]))[0]) // => [[[[1.5, 2.5]]]]
 * ```
 */
export const adaptiveAvgPool2d = (size: AdaptiveSize): Layer<AnyShape, None, None> => {
  checkSizes('adaptiveAvgPool2d', { size })
  return stateless(averageTo(size))
}

/**
 * The greatest cells of images [N, C, H, W] in windows that part them into rows and columns, as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { adaptiveMaxPool2d, evalMode } from 'cotangent/nn'
 *
 * toNested(adaptiveMaxPool2d([1, 2]).apply(evalMode)({}, {}, tensor([1, 2, 3], [1, 1, 1, 3]))[0]) // => [[[[2, 3]]]]
 * ```
 */
export const adaptiveMaxPool2d = (size: AdaptiveSize): Layer<AnyShape, None, None> => {
  checkSizes('adaptiveMaxPool2d', { size })
  return stateless(maximumTo(size))
}

/**
 * The mean of each channel of images [N, C, H, W] as [N, C], as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, globalAvgPool2d } from 'cotangent/nn'
 *
 * toNested(globalAvgPool2d.apply(evalMode)({}, {}, tensor([1, 2, 3, 6], [1, 1, 2, 2]))[0]) // => [[3]]
 * ```
 */
export const globalAvgPool2d: Layer<AnyShape, None, None> = stateless((x) => {
  imageSides('globalAvgPool2d', x)
  return mean({ axis: [2, 3] })(x)
})

/**
 * The greatest cell of each channel of images [N, C, H, W] as [N, C], as a layer; equals share the derivative.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, globalMaxPool2d } from 'cotangent/nn'
 *
 * toNested(globalMaxPool2d.apply(evalMode)({}, {}, tensor([1, 2, 3, 6], [1, 1, 2, 2]))[0]) // => [[6]]
 * ```
 */
export const globalMaxPool2d: Layer<AnyShape, None, None> = stateless((x) => {
  imageSides('globalMaxPool2d', x)
  return max({ axis: [2, 3] })(x)
})
