/**
 * @file withSlopes: a value computed by one formula, with derivatives given by another. For functions whose formula
 * loses digits or is piecewise, while the derivative has a formula of its own.
 *
 *     y = value        dy/dx[k] = slopes[k]
 *
 * The slopes are built from operations anew for each pullback, so that derivatives of every order follow. A slope that
 * needs the function itself uses the function with its slopes, not the plain value.
 * Laws: those of the edges, for the functions that are made with it.
 */
import type { Primitive, Tensor } from '../core/Tensor.ts'
import { applyPrimitive } from '../core/Tensor.ts'
import { mul } from './mul.ts'

/** A value with a pullback of its own to its inputs: from its cotangent and itself to theirs. */
export const withPullback = (
  value: Tensor,
  inputs: readonly Tensor[],
  pullback: (g: Tensor, y: Tensor) => readonly Tensor[],
): Tensor => {
  const primitive: Primitive<'custom'> = {
    name: 'custom',
    shape: (_, [first]) => first,
    pullback: (g, { output }) => [null, ...pullback(g, output)],
  }
  return applyPrimitive(primitive, {}, [value, ...inputs])
}

/** An elementwise value of the shape of its inputs, with the given derivatives. */
export const withSlopes = (
  value: Tensor,
  inputs: readonly Tensor[],
  slopes: (y: Tensor) => readonly Tensor[],
): Tensor => withPullback(value, inputs, (g, y) => slopes(y).map((slope) => mul(g, slope)))

/** A function of one number, from its value and its derivative. */
export const withSlope =
  (value: (x: Tensor) => Tensor, slope: (x: Tensor, y: Tensor) => Tensor) =>
  (x: Tensor): Tensor =>
    withSlopes(value(x), [x], (y) => [slope(x, y)])
