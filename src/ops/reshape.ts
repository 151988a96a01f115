/**
 * @file reshape: the same numbers, row-major, under another shape.
 *
 *     y = x read in row-major order
 *
 * Shape rule: any shape of the same size; one dimension may be -1 and is then inferred.
 * Pullback: the cotangent, reshaped back.
 * Laws: finite differences, adjointness, pullback linearity, second order; "undone by reshaping back"; "undone by
 * squeeze"; "keeps the numbers".
 */
import { ownList } from '../core/own.ts'
import { countOf, showShape, sizeOf } from '../core/Shape.ts'
import type { Shape } from '../core/Shape.ts'
import type { ShapedFunction } from '../core/ShapedFunction.ts'
import { shaped } from '../core/ShapedFunction.ts'
import { checkShape, resolveAxis } from '../core/shapeRules.ts'
import type { ExpandDimsShape, ReshapeShape, ShapeFunction, SqueezeShape } from '../core/ShapeTypes.ts'
import type { Primitive, Site, Tensor } from '../core/Tensor.ts'
import { applyPrimitive, hasShape } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'

const refuseSize = (from: Shape, target: Shape): never =>
  refuse(
    'reshape',
    [from],
    { expected: `a shape of ${countOf(sizeOf(from), 'number')}`, found: showShape(target) },
    `reshape ${showShape(from)} to ${showShape(target)}`,
  )

const reshapePullback = (cotangent: Tensor, { inputs: [x] }: Site<'reshape'>) =>
  [reshapeTo(cotangent, x.shape)] as const

export const reshapePrimitive: Primitive<'reshape'> = {
  name: 'reshape',
  shape: ({ shape }, [x]) => (sizeOf(shape) === sizeOf(x) ? shape : refuseSize(x, shape)),
  pullback: reshapePullback,
}

/** Reshapes to a shape of the same size. Refuses any other: its numbers would be read beyond those that there are. */
export const reshapeTo = <S extends Shape>(x: Tensor, shape: S): Tensor<S> =>
  hasShape(x, shape) ? x : applyPrimitive(reshapePrimitive, { shape: ownList(shape) }, [x])

const resolveShape = (from: Shape, target: Shape): Shape => {
  const free = target.indexOf(-1)
  const known = sizeOf(target.filter((d) => d !== -1))
  const wanted = free < 0 ? target : target.map((d, axis) => (axis === free ? sizeOf(from) / known : d))
  const phrase = `reshape ${showShape(from)} to ${showShape(target)}`
  if (free !== target.lastIndexOf(-1))
    return refuse('reshape', [from], { expected: 'at most one dimension of -1', found: showShape(target) }, phrase)
  if (wanted.every((d) => Number.isSafeInteger(d)) && sizeOf(wanted) === sizeOf(from)) {
    return checkShape('reshape to', wanted)
  }
  return refuseSize(from, target)
}

/** The rule of {@link reshape}. */
export interface ReshapeRule<T extends Shape> extends ShapeFunction {
  readonly out: this['in'] extends infer S extends Shape ? ReshapeShape<S, T> : Shape
}

/** The rule of {@link squeeze}. */
export interface SqueezeRule<A extends number | undefined> extends ShapeFunction {
  readonly out: this['in'] extends infer S extends Shape ? SqueezeShape<S, A> : Shape
}

/** The rule of {@link expandDims}. */
export interface ExpandDimsRule<A extends number> extends ShapeFunction {
  readonly out: this['in'] extends infer S extends Shape ? ExpandDimsShape<S, A> : Shape
}

/**
 * The same numbers under another shape; one dimension may be -1. Refuses a shape of another size.
 *
 * @example
 * ```ts
 * import { reshape, tensor, toNested } from 'cotangent'
 *
 * toNested(reshape([2, -1])(tensor([1, 2, 3, 4, 5, 6], [6]))) // => [[1, 2, 3], [4, 5, 6]]
 * ```
 */
export const reshape = <const T extends Shape>(shape: T): ShapedFunction<ReshapeRule<T>> => {
  const own = ownList(shape)
  return shaped((x) => reshapeTo(x, resolveShape(x.shape, own)))
}

/**
 * Drops an axis of length 1, or every such axis if none is named. Refuses to drop a longer axis.
 *
 * @example
 * ```ts
 * import { squeeze, zeros } from 'cotangent'
 *
 * squeeze(0)(zeros([1, 3, 1])).shape // => [3, 1]
 * squeeze()(zeros([1, 3, 1])).shape // => [3]
 * ```
 */
export const squeeze = <const A extends number | undefined = undefined>(axis?: A): ShapedFunction<SqueezeRule<A>> =>
  shaped((x) => {
    const { shape } = x
    const dropped = axis === undefined ? undefined : resolveAxis('squeeze', shape, axis)
    if (dropped !== undefined && shape[dropped] !== 1) {
      return refuse('squeeze', [shape], {
        expected: `axis ${String(axis)} to have 1 entry`,
        found: String(shape[dropped]),
      })
    }
    const kept = shape.filter((d, index) => (dropped === undefined ? d !== 1 : index !== dropped))
    return reshapeTo(x, kept)
  })

/**
 * Adds an axis of length 1 before `axis`; negative counts from the back of the result.
 *
 * @example
 * ```ts
 * import { expandDims, zeros } from 'cotangent'
 *
 * expandDims(0)(zeros([3, 4])).shape // => [1, 3, 4]
 * expandDims(-1)(zeros([3, 4])).shape // => [3, 4, 1]
 * ```
 */
export const expandDims = <const A extends number>(axis: A): ShapedFunction<ExpandDimsRule<A>> =>
  shaped((x) => {
    const { shape } = x
    const at = resolveAxis('expand the dimensions of', [...shape, 1], axis, shape)
    return reshapeTo(x, [...shape.slice(0, at), 1, ...shape.slice(at)])
  })
