/**
 * @file Normalization: numbers made of mean 0 and variance 1 over some axes, and the local response normalization of
 * AlexNet.
 *
 *     normalize: y = (x - mean(x)) / sqrt(var(x) + eps)        means and biased variances over the axes
 *     local response: y[c] = x[c] / (k + a sum of x[c']^2 over the size channels around c)^beta
 *
 * Pullback: through the parts. The mean is subtracted before squares are taken, so float32 loses nothing to it.
 * Laws: finite differences, adjointness, pullback linearity, second order; PyTorch's values and derivatives.
 */
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { add } from './add.ts'
import { sumPool } from './avgPool.ts'
import { repeatAxes, sumAxes } from './broadcastTo.ts'
import { literal } from './constant.ts'
import { div } from './div.ts'
import { mul } from './mul.ts'
import { pow } from './pow.ts'
import { countAlong } from './reductions.ts'
import { reshapeTo } from './reshape.ts'
import { rsqrt } from './rsqrt.ts'
import { sizeOf } from '../core/Shape.ts'
import { sub } from './sub.ts'

/** Means and biased variances over axes, which disappear. */
export const momentsOver = (x: Tensor, axes: readonly number[]): readonly [mean: Tensor, variance: Tensor] => {
  const count = literal(countAlong(x.shape, axes))
  const mean = div(sumAxes(x, axes), count)
  const centred = sub(x, repeatAxes(mean, x.shape, axes))
  return [mean, div(sumAxes(mul(centred, centred), axes), count)]
}

/** x less a mean over axes, over the root of a variance and eps. */
export const standardize = (x: Tensor, mean: Tensor, variance: Tensor, axes: readonly number[], eps: number): Tensor =>
  mul(sub(x, repeatAxes(mean, x.shape, axes)), repeatAxes(rsqrt(add(variance, literal(eps))), x.shape, axes))

/** How a local response is weighed. */
export interface LocalResponseNormOptions {
  /** Channels taken together. */
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
    return refuse('localResponseNorm', [x.shape], 'the input has channels, [N, C, ...]')
  if (!Number.isSafeInteger(size) || size < 1)
    return refuse('localResponseNorm', [x.shape], `size is a whole number, 1 or more, not ${String(size)}`)
  const squares = reshapeTo(mul(x, x), [n, 1, c, sizeOf(spatial)])
  const around = [Math.floor(size / 2), Math.floor((size - 1) / 2)] as const
  const sums = reshapeTo(sumPool({ kernel: [size, 1], stride: 1, padding: [around, 0] })(squares), x.shape)
  return div(x, pow(add(mul(sums, literal(factor)), literal(k)), literal(beta)) as Tensor)
}

/**
 * Local response normalization in PyTorch's convention: alpha is divided by the size, and k is 1 unless told.
 *
 * @example
 * ```ts
 * import { localResponseNorm, tensor, toNested } from 'cotangent'
 *
 * toNested(localResponseNorm({ size: 1, alpha: 1, beta: 1 })(tensor([1, 3], [1, 2, 1, 1]))) // => [[[[0.5]], [[0.3]]]]
 * ```
 */
export const localResponseNorm =
  ({ size, alpha = 1e-4, beta = 0.75, k = 1 }: LocalResponseNormOptions) =>
  (x: Tensor): Tensor =>
    localResponse(x, size, alpha / size, beta, k)

/**
 * Local response normalization as AlexNet's paper has it: the sum is multiplied by alpha as it is, and k is 2 unless told
 * (Krizhevsky, Sutskever and Hinton, 2012).
 */
export const localResponseNormOfPaper =
  ({ size, alpha = 1e-4, beta = 0.75, k = 2 }: LocalResponseNormOptions) =>
  (x: Tensor): Tensor =>
    localResponse(x, size, alpha, beta, k)
