/**
 * @file Power-average pooling: the p-norm of the cells under a window; p = 1 is sum pooling, large p near max pooling.
 *
 *     y = (sum of x^p over the window)^(1/p)
 *
 * As in PyTorch, no absolute value is taken: with an odd p, negative sums have no root and give NaN. Windows that
 * overhang in ceil mode count as full ones.
 * Shape rule: that of average pooling. Pullback: through the parts.
 * Laws: finite differences, adjointness, pullback linearity, second order, on positive input; PyTorch's values.
 */
import { checkOptions } from '../core/options.ts'
import { checkSizes } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { averaged } from './avgPool.ts'
import { literal, one, zero } from './constant.ts'
import { equal } from './equal.ts'
import { mul } from './mul.ts'
import type { PoolOptions } from './pooling.ts'
import { poolOptions } from './pooling.ts'
import { pow } from './pow.ts'
import { where } from './where.ts'

/** How windows slide, and the power. */
export interface LpPoolOptions extends PoolOptions {
  readonly p: number
}

/**
 * Power-average pooling over 1 or 2 spatial axes.
 *
 * @example
 * ```ts
 * import { lpPool, tensor, toNested } from 'cotangent'
 *
 * toNested(lpPool({ p: 2, kernel: 2 })(tensor([3, 4, 0, 2], [1, 1, 4]))) // => [[[5, 2]]]
 * ```
 */
export const lpPool = (given: LpPoolOptions) => {
  const { p, ...options } = checkOptions('lpPool', given, { ...poolOptions, p: true })
  checkSizes('lpPool', { kernel: options.kernel, stride: options.stride, dilation: options.dilation })
  const { kernel } = options
  const average = averaged('lpPool', options)
  return (x: Tensor): Tensor => {
    const means = average(pow(x, literal(p)))
    const sides = typeof kernel === 'number' ? x.shape.slice(2).map(() => kernel) : kernel
    const cells = sides.reduce((a, b) => a * b, 1)
    const sums = mul(means, literal(cells))
    // The root of 0 is 0, with derivative 0.
    const isZero = equal(sums, zero)
    return where(isZero, zero, pow(where(isZero, one, sums), literal(1 / p)))
  }
}
