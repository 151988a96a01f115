/**
 * @file What all reductions share: which axes they remove, and whether these are kept with length 1.
 */
import { reduceShape } from '../core/Shape.ts'
import type { Shape } from '../core/Shape.ts'
import type { OnlyKnown, OptionNames } from '../core/options.ts'
import { checkOptions } from '../core/options.ts'
import type { ShapedFunction } from '../core/ShapedFunction.ts'
import { shaped } from '../core/ShapedFunction.ts'
import { resolveAxes } from '../core/shapeRules.ts'
import type { ReduceShape, ShapeFunction } from '../core/ShapeTypes.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { reshapeTo } from './reshape.ts'

/** The axes that a reduction removes. */
export interface ReduceOptions {
  /** One axis or several; negative counts from the back. All axes by default. */
  readonly axis?: number | readonly number[]
  /** Whether the axes are kept, with length 1; false by default. */
  readonly keepDims?: boolean
}

/** The shape that is left of `S`. */
type Reduced<S extends Shape, O extends ReduceOptions> = ReduceShape<S, O['axis'], O['keepDims']>

/** The rule of a reduction. */
export interface ReduceRule<O extends ReduceOptions> extends ShapeFunction {
  // A reduction of all axes gives a scalar whatever the shape, so that `grad(sum())` type-checks.
  readonly out: Reduced<Shape, O> extends readonly []
    ? readonly []
    : this['in'] extends infer S extends Shape
      ? Reduced<S, O>
      : Shape
}

/** A reduction: options first, the tensor last. */
export type Reduction = <const O extends ReduceOptions = Readonly<Record<never, never>>>(
  options?: OnlyKnown<O, ReduceOptions>,
) => ShapedFunction<ReduceRule<O>>

/** A reduction with these options from a function over resolved axes, which removes the axes; `own` names further options. */
export const reducing = <O extends ReduceOptions>(
  operation: string,
  reduce: (x: Tensor, axes: readonly number[]) => Tensor,
  own: Readonly<Record<string, true>>,
  options: O | undefined,
): ShapedFunction<ReduceRule<O>> => {
  const known: OptionNames<ReduceOptions> = { ...own, axis: true, keepDims: true }
  const { axis, keepDims = false } = options === undefined ? {} : checkOptions<ReduceOptions>(operation, options, known)
  return shaped((x) => {
    const axes = resolveAxes(operation, x.shape, axis)
    return reshapeTo(reduce(x, axes), reduceShape(x.shape, axes, keepDims))
  })
}

/** A reduction from a function over resolved axes, which removes the axes. */
export const reduction =
  (operation: string, reduce: (x: Tensor, axes: readonly number[]) => Tensor): Reduction =>
  <const O extends ReduceOptions>(options?: OnlyKnown<O, ReduceOptions>) =>
    reducing<O>(operation, reduce, {}, options)

/** How many entries are reduced to one along these axes. */
export const countAlong = (shape: Shape, axes: readonly number[]): number =>
  axes.reduce((count, axis) => count * (shape[axis] ?? 1), 1)

/** Refuses to reduce over no entries, for reductions without an identity. */
export const checkNonEmpty = (operation: string, shape: Shape, axes: readonly number[]): void => {
  if (countAlong(shape, axes) === 0)
    refuse(operation, [shape], { expected: `entries along axes [${axes.join(', ')}]`, found: 'none' })
}
