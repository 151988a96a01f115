/**
 * @file cumprod: running products along an axis.
 *
 *     y[i] = product of x[0] .. x[i]
 *
 * As products over triangles, so that derivatives are right where entries are 0; an axis of n entries takes n^2 numbers.
 * Shape rule: the shape of x. Pullback: through the parts.
 * Laws: finite differences, adjointness, pullback linearity, second order, zeros included.
 */
import { resolveAxis } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { broadcastTo } from './broadcastTo.ts'
import { arange, one } from './constant.ts'
import { lessEqual } from './lessEqual.ts'
import { prod } from './prod.ts'
import { expandDims, reshapeTo } from './reshape.ts'
import { where } from './where.ts'

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
export const cumprod =
  ({ axis = -1 }: { readonly axis?: number } = {}) =>
  (x: Tensor): Tensor => {
    const along = resolveAxis('cumprod', x.shape, axis)
    const n = x.shape[along] ?? 0
    const whole = [...x.shape.slice(0, along), n, ...x.shape.slice(along)]
    const entries = broadcastTo(whole)(expandDims(along)(x as never) as Tensor)
    const row = reshapeTo(arange(n) as Tensor, [n, 1]) as Tensor
    const isPast = reshapeTo(lessEqual(arange(n) as Tensor, row) as Tensor, [
      n,
      n,
      ...x.shape.slice(along + 1).map(() => 1),
    ])
    return prod({ axis: along + 1 })(where(broadcastTo(whole)(isPast), entries, one) as never) as Tensor
  }
