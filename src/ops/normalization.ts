/**
 * @file Normalization: to mean 0 and variance 1 over some axes, to norm 1, and the local response normalization of
 * AlexNet.
 *
 *     layer, group, instance:  y = (x - mean(x)) / sqrt(var(x) + epsilon)     means and biased variances over the axes
 *     root mean square:        y = x / sqrt(mean(x^2) + epsilon)
 *     norm 1:                  y = x / max(|x|_p, epsilon)
 *     local response:          y[c] = x[c] / (k + a sum of x[c']^2 over the size channels around c)^beta
 *
 * Shape rule: the shape of x. Pullback: through the parts. The mean is subtracted before squares are taken, so float32
 * loses nothing to it.
 * Laws: finite differences, adjointness, pullback linearity, second order; "mean 0 and variance 1"; PyTorch's values.
 */
import type { ShapeKeeping } from '../core/ShapedFunction.ts'
import { keepingShape } from '../core/ShapedFunction.ts'
import { checkSizes } from '../core/shapeRules.ts'
import { checkOptions } from '../core/options.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { add } from './add.ts'
import { sumPool } from './avgPool.ts'
import { broadcastTo, repeatAxes, sumAxes } from './broadcastTo.ts'
import { literal } from './constant.ts'
import { div } from './div.ts'
import { maximum } from './maximum.ts'
import { mul } from './mul.ts'
import { norm } from './norm.ts'
import { pow } from './pow.ts'
import { countAlong } from './reductions.ts'
import { reshapeTo } from './reshape.ts'
import { rsqrt } from './rsqrt.ts'
import { countOf, showShape, sizeOf } from '../core/Shape.ts'
import { sub } from './sub.ts'

/** What a tensor is a part of: how many numbers there are in all along the axes, and the sum over all parts. */
export interface Whole {
  readonly count: number
  readonly sum: (partial: Tensor) => Tensor
}

/** Means and biased variances over axes, which disappear; of the whole, if the tensor is a part. */
export const momentsOver = (
  x: Tensor,
  axes: readonly number[],
  { count, sum }: Whole = { count: countAlong(x.shape, axes), sum: (all) => all },
): readonly [mean: Tensor, variance: Tensor] => {
  const meanOf = (t: Tensor): Tensor => div(sum(sumAxes(t, axes)), literal(count))
  const mean = meanOf(x)
  const centred = sub(x, repeatAxes(mean, x.shape, axes))
  return [mean, meanOf(mul(centred, centred))]
}

/** (x - mean) / sqrt(variance + epsilon), with means and variances over axes. */
export const standardize = (
  x: Tensor,
  mean: Tensor,
  variance: Tensor,
  axes: readonly number[],
  epsilon: number,
): Tensor =>
  mul(sub(x, repeatAxes(mean, x.shape, axes)), repeatAxes(rsqrt(add(variance, literal(epsilon))), x.shape, axes))

const unitOver = (x: Tensor, axes: readonly number[], epsilon: number): Tensor => {
  const [mean, variance] = momentsOver(x, axes)
  return standardize(x, mean, variance, axes, epsilon)
}

/** The number added to a variance before its root is taken. */
export interface NormalizationOptions {
  /** 1e-5 by default. */
  readonly epsilon?: number
}

/** The last `count` axes; 1 by default. */
export interface LayerNormOptions extends NormalizationOptions {
  readonly axes?: number
}

const lastAxes = (operation: string, { shape }: Tensor, count: number): readonly number[] =>
  Number.isSafeInteger(count) && count >= 1 && count <= shape.length
    ? shape.map((_, axis) => axis).slice(-count)
    : refuse(operation, [shape], {
        expected: `a number of last axes from 1 to ${String(shape.length)}`,
        found: String(count),
      })

/**
 * Normalizes each example to mean 0 and variance 1 over its last axes (Ba, Kiros and Hinton, "Layer normalization",
 * 2016).
 *
 * @example
 * ```ts
 * import { layerNorm, tensor, toNested } from 'cotangent'
 *
 * toNested(layerNorm({ epsilon: 0 })(tensor([1, 3, 5, 5, 7, 9], [2, 3])))
 * // => [[-1.224745, 0, 1.224745], [-1.224745, 0, 1.224745]]
 * ```
 */
export const layerNorm = (options: LayerNormOptions = {}) => {
  const { axes = 1, epsilon = 1e-5 } = checkOptions('layerNorm', options, { axes: true, epsilon: true })
  return (x: Tensor): Tensor => unitOver(x, lastAxes('layerNorm', x, axes), epsilon)
}

/**
 * Divides each example by the root mean square over its last axes (Zhang and Sennrich, "Root mean square layer
 * normalization", 2019).
 *
 * @example
 * ```ts
 * import { rmsNorm, tensor, toNested } from 'cotangent'
 *
 * toNested(rmsNorm({ epsilon: 0 })(tensor([1, 7], [2]))) // => [0.2, 1.4]
 * ```
 */
export const rmsNorm = (options: LayerNormOptions = {}) => {
  const { axes = 1, epsilon = 1e-5 } = checkOptions('rmsNorm', options, { axes: true, epsilon: true })
  return (x: Tensor): Tensor => {
    const over = lastAxes('rmsNorm', x, axes)
    const square = div(sumAxes(mul(x, x), over), literal(countAlong(x.shape, over)))
    return mul(x, repeatAxes(rsqrt(add(square, literal(epsilon))), x.shape, over))
  }
}

/**
 * Splits the channels of [N, C, ...] into groups and normalizes each group of each example to mean 0 and variance 1 (Wu
 * and He, "Group normalization", 2018). One group per channel is instance normalization (Ulyanov, Vedaldi and
 * Lempitsky, 2016). Refuses a number of groups that does not divide the channels, and groups of a single number, whose
 * variance is meaningless.
 *
 * @example
 * ```ts
 * import { groupNorm, tensor, toNested } from 'cotangent'
 *
 * toNested(groupNorm({ groups: 1, epsilon: 0 })(tensor([1, 3], [1, 2]))) // => [[-1, 1]]
 * ```
 */
export const groupNorm = (options: NormalizationOptions & { readonly groups: number }) => {
  const { groups, epsilon = 1e-5 } = checkOptions('groupNorm', options, { epsilon: true, groups: true })
  return (x: Tensor): Tensor => {
    const [n, c, ...spatial] = x.shape
    if (n === undefined || c === undefined || !Number.isSafeInteger(groups) || groups < 1 || c % groups !== 0) {
      return refuse('groupNorm', [x.shape], {
        expected: `[N, C, ...] with channels in ${countOf(groups, 'equal group')}`,
        found: showShape(x.shape),
      })
    }
    const numbers = (c / groups) * sizeOf(spatial)
    if (numbers === 1) return refuse('groupNorm', [x.shape], { expected: 'more than one number per group', found: '1' })
    return reshapeTo(unitOver(reshapeTo(x, [n, groups, numbers]), [2], epsilon), x.shape)
  }
}

/** The power of the norm, and its axis. */
export interface UnitNormOptions {
  /** The power of the norm; 2 by default. */
  readonly p?: number
  /** 1 by default, the channels. */
  readonly axis?: number
  /** The least divisor, in place of smaller norms; 1e-12 by default. */
  readonly epsilon?: number
}

/**
 * Divides vectors along an axis by their norm.
 *
 * @example
 * ```ts
 * import { tensor, toNested, unitNorm } from 'cotangent'
 *
 * toNested(unitNorm()(tensor([3, 4], [1, 2]))) // => [[0.6, 0.8]]
 * ```
 */
export const unitNorm = (options: UnitNormOptions = {}) => {
  const { p = 2, axis = 1, epsilon = 1e-12 } = checkOptions('unitNorm', options, { p: true, axis: true, epsilon: true })
  return (x: Tensor): Tensor => {
    const length = norm({ p, axis, keepDims: true })(x)
    return div(x, broadcastTo(x.shape)(maximum(length, literal(epsilon))))
  }
}

/** The coefficients of a local response normalization. */
export interface LocalResponseNormOptions {
  /** How many neighbouring channels are summed over. */
  readonly size: number
  /** 1e-4 by default. */
  readonly alpha?: number
  /** 0.75 by default. */
  readonly beta?: number
  /** 1 by default in PyTorch's form, 2 in the paper's. */
  readonly k?: number
}

const localResponse = (x: Tensor, size: number, factor: number, beta: number, k: number): Tensor => {
  const [n, c, ...spatial] = x.shape
  if (n === undefined || c === undefined)
    return refuse('localResponseNorm', [x.shape], { expected: 'channels, [N, C, ...]', found: showShape(x.shape) })
  const squares = reshapeTo(mul(x, x), [n, 1, c, sizeOf(spatial)])
  const around = [Math.floor(size / 2), Math.floor((size - 1) / 2)] as const
  const sums = reshapeTo(sumPool({ kernel: [size, 1], stride: 1, padding: [around, 0] })(squares), x.shape)
  return div(x, pow(add(mul(sums, literal(factor)), literal(k)), literal(beta)))
}

/**
 * Local response normalization in PyTorch's convention: alpha is divided by the size, and k is 1 by default.
 *
 * @example
 * ```ts
 * import { localResponseNorm, tensor, toNested } from 'cotangent'
 *
 * toNested(localResponseNorm({ size: 1, alpha: 1, beta: 1 })(tensor([1, 3], [1, 2, 1, 1]))) // => [[[[0.5]], [[0.3]]]]
 * ```
 */
export const localResponseNorm = (options: LocalResponseNormOptions): ShapeKeeping => {
  const {
    size,
    alpha = 1e-4,
    beta = 0.75,
    k = 1,
  } = checkOptions('localResponseNorm', options, { size: true, alpha: true, beta: true, k: true })
  checkSizes('localResponseNorm', { size })
  return keepingShape((x) => localResponse(x, size, alpha / size, beta, k))
}

/**
 * Local response normalization as in the paper on AlexNet: the sum is multiplied by alpha itself, and k is 2 by default
 * (Krizhevsky, Sutskever and Hinton, 2012).
 *
 * @example
 * ```ts
 * import { localResponseNormOfPaper, tensor, toNested } from 'cotangent'
 *
 * toNested(localResponseNormOfPaper({ size: 1, alpha: 1, beta: 1 })(tensor([1, 2], [1, 2]))) // => [[0.333333, 0.333333]]
 * ```
 */
export const localResponseNormOfPaper = (options: LocalResponseNormOptions): ShapeKeeping => {
  const {
    size,
    alpha = 1e-4,
    beta = 0.75,
    k = 2,
  } = checkOptions('localResponseNormOfPaper', options, { size: true, alpha: true, beta: true, k: true })
  checkSizes('localResponseNormOfPaper', { size })
  return keepingShape((x) => localResponse(x, size, alpha, beta, k))
}
