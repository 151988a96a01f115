/**
 * @file flatten: joins all axes except the first, between convolutions and dense layers.
 *
 *     y[n, k] = x[n, ..], where k counts the entries of x[n] in row-major order
 *
 * Shape rule: [N, ...S] to [N, size of S]. Pullback: the cotangent, reshaped back.
 * Laws: finite differences (exact), adjointness, pullback linearity.
 */
import type { Shape } from '../core/Shape.ts'
import { sizeOf } from '../core/Shape.ts'
import type { ShapedFunction } from '../core/ShapedFunction.ts'
import { shaped } from '../core/ShapedFunction.ts'
import type { FlattenShape, ShapeFunction } from '../core/ShapeTypes.ts'
import { refuse } from '../core/TensorError.ts'
import { reshapeTo } from './reshape.ts'

/** The rule of {@link flatten}. */
export interface FlattenRule extends ShapeFunction {
  readonly out: this['in'] extends infer S extends Shape ? FlattenShape<S> : Shape
}

/**
 * Joins all axes except the first: [N, C, H, W] to [N, C * H * W]. Refuses a scalar.
 *
 * @example
 * ```ts
 * import { flatten, ones } from 'cotangent'
 *
 * flatten(ones([32, 16, 5, 5])).shape // => [32, 400]
 * ```
 */
export const flatten: ShapedFunction<FlattenRule> = shaped((x) => {
  const [batch, ...rest] = x.shape
  return batch === undefined
    ? refuse('flatten', [x.shape], { expected: 'a batch axis', found: 'a scalar' })
    : reshapeTo(x, [batch, sizeOf(rest)])
})
