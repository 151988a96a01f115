/**
 * @file cumprod: running products along an axis.
 *
 *     y[i] = product of x[0] .. x[i]
 *
 * Computed by doubling: after the step of width w, an entry holds the product of the 2 w entries up to it, so log n
 * steps of n products suffice. Nothing is divided, so derivatives are right where entries are 0.
 * Shape rule: the shape of x. Pullback: through the parts.
 * Laws: finite differences, adjointness, pullback linearity, second order, zeros included.
 */
import { checkOptions } from '../core/options.ts'
import { resolveAxis } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { concat } from './concat.ts'
import { ones } from './constant.ts'
import { mul } from './mul.ts'
import { sliceAlong } from './slice.ts'

/** Shifts entries by `width` places along an axis and fills with ones. */
const moved = (x: Tensor, axis: number, width: number): Tensor => {
  const entering = ones(x.shape.map((d, index) => (index === axis ? width : d)))
  return concat({ axis })([entering, sliceAlong(x, axis, 0, (x.shape[axis] ?? 0) - width)])
}

/**
 * Running products along an axis, the last by default.
 *
 * @example
 * ```ts
 * import { cumprod, tensor, toNested } from 'cotangent'
 *
 * toNested(cumprod()(tensor([1, 2, 3], [3]))) // => [1, 2, 6]
 * ```
 */
export const cumprod = (options: { readonly axis?: number } = {}) => {
  const { axis = -1 } = checkOptions('cumprod', options, { axis: true })
  return (x: Tensor): Tensor => {
    const along = resolveAxis('cumprod', x.shape, axis)
    const steps = Math.ceil(Math.log2(Math.max(1, x.shape[along] ?? 0)))
    return Array.from({ length: steps }, (_, k) => 2 ** k).reduce((y, width) => mul(y, moved(y, along, width)), x)
  }
}
