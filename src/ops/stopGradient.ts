/**
 * @file The primitive of stopGradient. `diff/stopGradient.ts` applies it to trees, and operations to values that they
 * hold fixed.
 *
 *     y = x        dy/dx = 0
 */
import type { Primitive, Tensor } from '../core/Tensor.ts'
import { applyPrimitive } from '../core/Tensor.ts'

const stopGradientPrimitive: Primitive<'stopGradient'> = {
  name: 'stopGradient',
  shape: (_, [x]) => x,
  pullback: () => [null],
}

/** The same numbers, which derivatives treat as constants. */
export const heldFixed = (x: Tensor): Tensor => applyPrimitive(stopGradientPrimitive, {}, [x])
