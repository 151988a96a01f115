/**
 * @file concat and stack: join tensors along an existing axis or a new one.
 *
 *     y = x_1, then x_2, ... along the axis
 *
 * Shape rule: the lengths along the axis add up; all other dimensions agree. stack adds the axis first.
 * Pullback: to each tensor, its own part of the cotangent.
 * Laws: finite differences, adjointness, pullback linearity, second order; "slices of a concatenation are its parts";
 * "entries of a stack are its parts".
 */
import { kindOf } from '../core/foundValue.ts'
import { checkOptions } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { endsOf } from '../core/Shape.ts'
import { resolveAxis } from '../core/shapeRules.ts'
import type { ConcatShape, StackShape } from '../core/ShapeTypes.ts'
import type { Primitive, Site, Tensor } from '../core/Tensor.ts'
import { applyPrimitive, checkTensor, ofShape } from '../core/Tensor.ts'
import { refuse, showShapes } from '../core/TensorError.ts'
import { expandDims } from './reshape.ts'
import { sliceAlong } from './slice.ts'

const lengthAlong = (shape: Shape, axis: number): number => shape[axis] ?? 0

const concatPullback = (g: Tensor, { inputs, params: { axis } }: Site<'concat'>): readonly [Tensor, ...Tensor[]] => {
  const ends = endsOf(inputs.map((x) => lengthAlong(x.shape, axis)))
  const part = (x: Tensor, k: number): Tensor =>
    sliceAlong(g, axis, (ends[k] ?? 0) - lengthAlong(x.shape, axis), ends[k] ?? 0)
  const [first, ...others] = inputs
  return [part(first, 0), ...others.map((x, k) => part(x, k + 1))] as const
}

const agree = (a: Shape, b: Shape, axis: number): boolean =>
  a.length === b.length && a.every((d, index) => index === axis || d === b[index])

export const concatPrimitive: Primitive<'concat'> = {
  name: 'concat',
  shape: ({ axis }, [first, ...others]) =>
    others.every((other) => agree(first, other, axis))
      ? first.map((d, index) =>
          index === axis ? others.reduce((length, other) => length + lengthAlong(other, axis), d) : d,
        )
      : refuse('concat', [first, ...others], {
          expected: `the same lengths along all axes but ${String(axis)}`,
          found: showShapes([first, ...others]),
        }),
  pullback: concatPullback,
}

/** Concatenates along a resolved axis. */
export const concatAlong = (tensors: readonly [Tensor, ...Tensor[]], axis: number): Tensor =>
  tensors.length === 1 ? tensors[0] : applyPrimitive(concatPrimitive, { axis }, tensors)

const atLeastOne = (operation: string, tensors: readonly Tensor[]): readonly [Tensor, ...Tensor[]] => {
  const given: unknown = tensors
  if (!Array.isArray(given)) return refuse(operation, [], { expected: 'a list of tensors', found: kindOf(given) })
  const [first, ...others] = tensors.map((t) => checkTensor(t, operation))
  return first === undefined
    ? refuse(operation, [], { expected: 'at least one tensor', found: 'none' })
    : [first, ...others]
}

/** A list of tensors. */
export type Tensors = readonly Tensor[]

/** The shapes of a list of tensors. */
export type ShapesOf<T extends Tensors> = {
  readonly [K in keyof T]: T[K] extends Tensor<infer S> ? S : never
}

/**
 * Joins tensors one after another along an axis. Refuses an empty list, and shapes that differ along another axis.
 *
 * @example
 * ```ts
 * import { concat, ones, toNested, zeros } from 'cotangent'
 *
 * toNested(concat({ axis: 1 })([ones([2, 1]), zeros([2, 2])])) // => [[1, 0, 0], [1, 0, 0]]
 * ```
 */
export const concat = <const A extends number>(options: { readonly axis: A }) => {
  const { axis } = checkOptions('concat', options, { axis: true })
  return <const T extends Tensors>(tensors: T): Tensor<ConcatShape<ShapesOf<T>, A>> => {
    const all = atLeastOne('concat', tensors)
    return ofShape(concatAlong(all, resolveAxis('concat', all[0].shape, axis)))
  }
}

/**
 * Joins tensors of one shape one after another along a new axis. Refuses an empty list and shapes that differ.
 *
 * @example
 * ```ts
 * import { ones, stack, toNested, zeros } from 'cotangent'
 *
 * toNested(stack({ axis: 0 })([ones([2]), zeros([2])])) // => [[1, 1], [0, 0]]
 * ```
 */
export const stack = <const A extends number>(options: { readonly axis: A }) => {
  const { axis } = checkOptions('stack', options, { axis: true })
  return <const T extends Tensors>(tensors: T): Tensor<StackShape<ShapesOf<T>, A>> => {
    const [first, ...others] = atLeastOne('stack', tensors)
    const along = resolveAxis('stack', [...first.shape, 1], axis)
    const widen = (x: Tensor): Tensor => expandDims(along)(x)
    if (!others.every((other) => agree(first.shape, other.shape, -1))) {
      return refuse(
        'stack',
        tensors.map((t) => t.shape),
        { expected: 'tensors of one shape', found: showShapes(tensors.map((t) => t.shape)) },
      )
    }
    return ofShape(concatAlong([widen(first), ...others.map(widen)], along))
  }
}
