/**
 * @file cumsum: running sums along an axis.
 *
 *     y[i] = x[0] + ... + x[i]
 *
 * Shape rule: the shape of x. Pullback: the running sum of the cotangent from the back, which is flip, cumsum, flip.
 * Laws: finite differences, adjointness, pullback linearity, second order; "the last running sum is the sum".
 */
import type { Shape } from '../core/Shape.ts'
import { resolveAxis } from '../core/shapeRules.ts'
import type { Primitive, Site, Tensor } from '../core/Tensor.ts'
import { applyPrimitive } from '../core/Tensor.ts'
import { flipAxes } from './flip.ts'

const cumsumPullback = (g: Tensor, { params: { axis } }: Site<'cumsum'>) =>
  [flipAxes(cumsumAlong(flipAxes(g, [axis]), axis), [axis])] as const

export const cumsumPrimitive: Primitive<'cumsum'> = {
  name: 'cumsum',
  shape: (_, [x]) => x,
  pullback: cumsumPullback,
}

const cumsumAlong = (x: Tensor, axis: number): Tensor => applyPrimitive(cumsumPrimitive, { axis }, [x])

/**
 * Running sums along an axis.
 *
 * @example
 * ```ts
 * import { cumsum, tensor, toNested } from 'cotangent'
 *
 * toNested(cumsum({ axis: 0 })(tensor([1, 2, 3], [3]))) // => [1, 3, 6]
 * ```
 */
export const cumsum =
  ({ axis }: { readonly axis: number }) =>
  <const S extends Shape>(x: Tensor<S>): Tensor<S> =>
    cumsumAlong(x, resolveAxis('cumsum', x.shape, axis)) as Tensor<S>
