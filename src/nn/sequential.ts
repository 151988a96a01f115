/**
 * @file Layers one after another. The key is split, one part a layer, to initialise and in each step of training.
 *
 *     sequential(f, g, h) = x -> h(g(f(x)))
 *
 * Laws: "sequential is andThen, flat"; `sequential()` is `identity`.
 */
import type { Shape } from '../core/Shape.ts'
import type { ShapeFunction } from '../core/ShapeTypes.ts'
import type { Layer, LayerParams, LayerShape, LayerState, SomeLayer } from './Layer.ts'
import { erase, inOrder, restore } from './Layer.ts'

/** The shape after all layers. */
export type ShapeAfter<L extends readonly unknown[], I> = L extends readonly [infer First, ...infer Rest]
  ? ShapeAfter<Rest, LayerShape<First, I>>
  : L extends readonly []
    ? I
    : Shape

/** The rule of layers in order. */
export interface InOrder<L extends readonly unknown[]> extends ShapeFunction {
  readonly out: ShapeAfter<L, this['in']>
}

/** Layers in order: parameters and states are tuples, in the order of the layers. */
export type Sequential<L extends readonly SomeLayer[]> = Layer<
  InOrder<L>,
  { readonly [K in keyof L]: LayerParams<L[K]> },
  { readonly [K in keyof L]: LayerState<L[K]> }
>

/**
 * Layers one after another, as one layer: its parameters and state are tuples. Use `layers` for names instead of
 * positions, and `model` to check the whole against an input shape.
 *
 * @example
 * ```ts
 * import { key, ones } from 'cotangent'
 * import { dense, evalMode, sequential, tanh } from 'cotangent/nn'
 *
 * const layer = sequential(dense(3, 5), tanh, dense(5, 2))
 * const [params, state] = layer.init(key(1))
 * params[2].weight.shape // => [2, 5]
 * layer.apply(evalMode)(params, state, ones([4, 3]))[0].shape // => [4, 2]
 * ```
 */
export const sequential = <const L extends readonly SomeLayer[]>(...all: L): Sequential<L> =>
  restore(inOrder(all.map(erase)))
