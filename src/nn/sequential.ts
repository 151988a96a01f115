/**
 * @file Layers one after another. The key is split, one part per layer, for initialization and in each training step.
 *
 *     sequential(f, g, h) = x -> h(g(f(x)))
 *
 * Laws: "sequential is andThen, flat"; `sequential()` is `identity`.
 */
import type { Shape } from '../core/Shape.ts'
import type { Fitting, ShapeFunction } from '../core/ShapeTypes.ts'
import type { After, EveryRank, Layer, LayerParams, LayerShape, LayerState, Misfit, SomeLayer } from './Layer.ts'
import { inOrder, restore } from './Layer.ts'

/** The shape after all layers. */
export type ShapeAfter<L extends readonly unknown[], I> = L extends readonly [infer First, ...infer Rest]
  ? ShapeAfter<Rest, LayerShape<First, I>>
  : L extends readonly []
    ? I
    : Shape

/** The errors, by position, of the layers that accept none of the shapes that may come before them; `unknown` elsewhere. */
export type Misfits<
  L extends readonly unknown[],
  I,
  Done extends readonly unknown[] = readonly [],
> = L extends readonly [infer Next, ...infer Rest]
  ? Misfits<Rest, After<Next, I>, readonly [...Done, Misfit<Next, I>]>
  : readonly [...Done, ...(readonly unknown[])]

/** The errors of layers on an input of any shape; the first layer always fits. */
type Unfit<L extends readonly unknown[]> = L extends readonly [infer First, ...infer Rest]
  ? Misfits<Rest, After<First, EveryRank>, readonly [unknown]>
  : readonly unknown[]

/**
 * A layer, or the error in its place, to which no layer is assignable. While the compiler has yet to infer the layers, it passes
 * `never`, which must not refuse them.
 */
export type Marked<Fault, L> = readonly [Fault] extends readonly [never] ? L : Fitting<Fault, L>

/** The layers, with an error in place of each that cannot fit those before it. */
type InSequence<L extends readonly unknown[]> = {
  readonly [K in keyof L]: K extends keyof Unfit<L> ? Marked<Unfit<L>[K], L[K]> : L[K]
}

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
 * Composes layers, one after another, to one layer whose parameters and state are tuples. Use `layers` for names
 * instead of positions, and `model` to check the whole against an input shape; names by `named` count in `model` alone. A layer that accepts none of the shapes
 * that the layers before it can give is a compile error at that layer.
 *
 * @example
 * ```ts
 * import { key, ones, tanh } from 'cotangent'
 * import { dense, evalMode, sequential } from 'cotangent/nn'
 *
 * const layer = sequential(dense(3, 5), tanh, dense(5, 2))
 * const [params, state] = layer.init(key(1))
 * params[2].weight.shape // => [2, 5]
 * layer.apply(evalMode)(params, state, ones([4, 3]))[0].shape // => [4, 2]
 * ```
 */
export const sequential = <const L extends readonly SomeLayer[]>(...all: InSequence<L>): Sequential<L> =>
  restore(inOrder(all))
