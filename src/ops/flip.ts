/**
 * @file flip: reverses axes.
 *
 *     y[i] = x[n - 1 - i] along each flipped axis
 *
 * Shape rule: the shape of x. Pullback: the cotangent flipped; flip is its own adjoint and its own inverse. Flipping
 * both spatial axes of a kernel rotates it by 180 degrees.
 * Laws: finite differences, adjointness, pullback linearity, second order; "flipping twice is identity".
 */
import { checkOptions } from '../core/options.ts'
import type { ShapeKeeping } from '../core/ShapedFunction.ts'
import { keepingShape } from '../core/ShapedFunction.ts'
import { resolveAxes } from '../core/shapeRules.ts'
import type { Primitive, Site, Tensor } from '../core/Tensor.ts'
import { applyPrimitive } from '../core/Tensor.ts'

const flipPullback = (g: Tensor, { params: { axes } }: Site<'flip'>) => [flipAxes(g, axes)] as const

export const flipPrimitive: Primitive<'flip'> = {
  name: 'flip',
  shape: (_, [x]) => x,
  pullback: flipPullback,
}

/** Flips resolved axes. */
export const flipAxes = (x: Tensor, axes: readonly number[]): Tensor =>
  axes.length === 0 ? x : applyPrimitive(flipPrimitive, { axes }, [x])

/**
 * Reverses the order of entries along axes; along all axes if none are named.
 *
 * @example
 * ```ts
 * import { flip, tensor, toNested } from 'cotangent'
 *
 * toNested(flip({ axis: 1 })(tensor([1, 2, 3, 4], [2, 2]))) // => [[2, 1], [4, 3]]
 * ```
 */
export const flip = (options: { readonly axis?: number | readonly number[] } = {}): ShapeKeeping => {
  const { axis } = checkOptions('flip', options, { axis: true })
  return keepingShape((x) => flipAxes(x, resolveAxes('flip', x.shape, axis)))
}
