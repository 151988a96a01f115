/**
 * @file Functions of one tensor that tell the compiler their shape rule, so that they can be composed as layers without
 * being wrapped.
 */
import type { Shape } from './Shape.ts'
import type { ApplyShape, Checked, ShapeFunction } from './ShapeTypes.ts'
import type { Tensor } from './Tensor.ts'
import { ofShape } from './Tensor.ts'

declare const shapeRule: unique symbol

/** Carries the shape rule `F`, for the compiler only. */
export interface HasRule<F extends ShapeFunction> {
  readonly [shapeRule]?: F
}

/**
 * The shape rule that something carries; one that says nothing where it carries none. The compiler passes `never` for an
 * argument whose type it has yet to infer: nothing is said of it either.
 */
export type RuleOf<L> = readonly [L] extends readonly [never]
  ? AnyShape
  : L extends { readonly [shapeRule]?: infer F extends ShapeFunction }
    ? F
    : AnyShape

/** The shape that a shape function gives; a broken rule gives its error. */
export type OutputShape<F extends ShapeFunction, I> = ApplyShape<F, I> extends infer O extends Shape ? O : Shape

/**
 * A function of one tensor with the shape rule `F`, applied by the compiler to literal shapes: an input that breaks it is
 * refused with a `ShapeError`. Such a function is a layer without parameters wherever layers are composed.
 *
 * @example
 * ```ts
 * import { key, ones, relu } from 'cotangent'
 * import { dense, evalMode, sequential } from 'cotangent/nn'
 *
 * const layer = sequential(dense(3, 5), relu)
 * const [params, state] = layer.init(key(1))
 * layer.apply(evalMode)(params, state, ones([4, 3]))[0].shape // => [4, 5]
 * ```
 */
export interface ShapedFunction<F extends ShapeFunction> extends HasRule<F> {
  <const I extends Shape>(x: Checked<I, ApplyShape<F, I>>): Tensor<OutputShape<F, I>>
}

/** The rule of a function that keeps the shape. */
export interface SameShape extends ShapeFunction {
  readonly out: this['in']
}

/** The rule of a function of which the types know nothing; shapes are checked at run time. */
export interface AnyShape extends ShapeFunction {
  readonly out: Shape
}

/** A function that gives the shape that it is given. */
export interface ShapeKeeping extends HasRule<SameShape> {
  <const S extends Shape>(x: Tensor<S>): Tensor<S>
}

/** A function with the rule `F`. Who calls it answers for the rule: the compiler cannot see that the function follows it. */
export const shaped =
  <F extends ShapeFunction>(f: (x: Tensor) => Tensor): ShapedFunction<F> =>
  (x) =>
    ofShape(f(x))

/** A function that gives the shape that it is given. Who calls it answers for that. */
export const keepingShape =
  (f: (x: Tensor) => Tensor): ShapeKeeping =>
  (x) =>
    ofShape(f(x))
