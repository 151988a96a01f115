/**
 * @file Functions of one tensor that tell the compiler their shape rule, so that they can be composed as layers without
 * being wrapped.
 */
import type { Shape } from './Shape.ts'
import type { ApplyShape, Checked, ShapeFunction } from './ShapeTypes.ts'
import type { Tensor } from './Tensor.ts'
import { checkTensor, ofShape } from './Tensor.ts'

declare const shapeRule: unique symbol

/** Carries the shape rule `F`, for the compiler only. */
export interface HasRule<F extends ShapeFunction> {
  readonly [shapeRule]?: F
}

/** The shape rule that a value carries; an unknown rule if it carries none. */
export type RuleOf<L> = L extends { readonly [shapeRule]?: infer F extends ShapeFunction } ? F : AnyShape

/** The shape that a shape function gives, or the error of a broken rule. */
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

/** The rule of a function whose shapes are unknown to the types; they are checked at run time. */
export interface AnyShape extends ShapeFunction {
  readonly out: Shape
}

/** A function whose result has the shape of its argument. */
export interface ShapeKeeping extends HasRule<SameShape> {
  <const S extends Shape>(x: Tensor<S>): Tensor<S>
}

/** Declares that a function follows the rule `F`. The caller is responsible for this; the compiler cannot check it. */
export const shaped =
  <F extends ShapeFunction>(f: (x: Tensor) => Tensor): ShapedFunction<F> =>
  (x) =>
    ofShape(f(checkTensor(x)))

/** Declares that a function's result has the shape of its argument. The caller is responsible for this. */
export const keepingShape =
  (f: (x: Tensor) => Tensor): ShapeKeeping =>
  (x) =>
    ofShape(f(checkTensor(x)))
