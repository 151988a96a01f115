/**
 * @file transpose: the axes in another order.
 *
 *     y[i_p(0), i_p(1), ...] = x[i_0, i_1, ...]
 *
 * Shape rule: axis k of y is axis permutation[k] of x; without a permutation the order is reversed.
 * Pullback: the cotangent under the inverse permutation.
 * Laws: finite differences, adjointness, pullback linearity, second order; "the inverse permutation undoes it".
 */
import { ownList } from '../core/own.ts'
import type { Shape } from '../core/Shape.ts'
import { isList } from '../core/Shape.ts'
import type { AnyShape, ShapedFunction } from '../core/ShapedFunction.ts'
import { shaped } from '../core/ShapedFunction.ts'
import { resolveAxis } from '../core/shapeRules.ts'
import type { ShapeFunction, TransposeShape } from '../core/ShapeTypes.ts'
import type { Primitive, Site, Tensor } from '../core/Tensor.ts'
import { applyPrimitive, checkTensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'

const inverse = (permutation: readonly number[]): readonly number[] =>
  permutation.map((_, axis) => permutation.indexOf(axis))

const transposePullback = (cotangent: Tensor, { params: { permutation } }: Site<'transpose'>) =>
  [transposeTo(cotangent, inverse(permutation))] as const

export const transposePrimitive: Primitive<'transpose'> = {
  name: 'transpose',
  shape: ({ permutation }, [x]) => permutation.map((axis) => x[axis] ?? 1),
  pullback: transposePullback,
}

/** Transposes by a permutation that is known to be one. */
export const transposeTo = (x: Tensor, permutation: readonly number[]): Tensor =>
  permutation.every((axis, index) => axis === index) ? x : applyPrimitive(transposePrimitive, { permutation }, [x])

/** Swaps the last two axes. */
export const transposeMatrix = (x: Tensor): Tensor => {
  const rank = x.shape.length
  return transposeTo(x, [...Array.from({ length: rank - 2 }, (_, axis) => axis), rank - 1, rank - 2])
}

const transposed = (x: Tensor, order: readonly number[] | undefined): Tensor => {
  const permutation =
    order?.map((axis) => resolveAxis('transpose', x.shape, axis)) ?? x.shape.map((_, i) => i).reverse()
  return permutation.length === x.shape.length && new Set(permutation).size === permutation.length
    ? transposeTo(x, permutation)
    : refuse('transpose', [x.shape], { expected: 'each axis once', found: `[${(order ?? []).join(', ')}]` })
}

/** The rule of {@link transpose} with a permutation. */
export interface TransposeRule<P extends readonly number[]> extends ShapeFunction {
  readonly out: this['in'] extends infer S extends Shape ? TransposeShape<S, P> : Shape
}

/**
 * The axes in another order: reversed by `transpose(x)`, or as `transpose([0, 2, 1])(x)` names them. Refuses a list
 * that does not name each axis once.
 *
 * @example
 * ```ts
 * import { transpose, zeros } from 'cotangent'
 *
 * transpose(zeros([2, 3])).shape // => [3, 2]
 * transpose([1, 2, 0])(zeros([2, 3, 4])).shape // => [3, 4, 2]
 * ```
 */
export function transpose<const P extends readonly number[]>(permutation: P): ShapedFunction<TransposeRule<P>>
export function transpose<const S extends Shape>(x: Tensor<S>): Tensor<TransposeShape<S, undefined>>
export function transpose(argument: Tensor | readonly number[]): Tensor | ShapedFunction<AnyShape> {
  if (isList(argument)) {
    const order = ownList(argument)
    return shaped((x) => transposed(x, order))
  }
  return transposed(checkTensor(argument, 'transpose'), undefined)
}

/** Transposes: `transpose(x)` reverses the axes, `transpose([0, 2, 1])(x)` puts them in the order given. */
export type Transpose = typeof transpose
