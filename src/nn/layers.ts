/**
 * @file Named layers, one after another in the order they are written: parameters get paths such as `conv1.weight`.
 *
 * Laws: "layers is sequential, named".
 */
import type { AnyShape, Layer, LayerParams, LayerState, SomeLayer } from './Layer.ts'
import { inOrder, restore } from './Layer.ts'
import { withNames } from './named.ts'

/**
 * Applies named layers in the order in which they are written. Parameters and states are records; a layer without
 * parameters has an empty one.
 *
 * The types do not know the output's shape, since the keys of a record have no order for the compiler; shapes are
 * checked at run time. `model` with `named` checks them in types. A name that is a whole number is refused, since
 * JavaScript would move it to the front.
 *
 * @example
 * ```ts
 * import { key, ones, relu, Tree } from 'cotangent'
 * import { dense, evalMode, layers } from 'cotangent/nn'
 *
 * const layer = layers({ hidden: dense(3, 5), relu, out: dense(5, 2) })
 * const [params, state] = layer.init(key(1))
 * Tree.paths(params).map(([path]) => path) // => ['hidden.weight', 'hidden.bias', 'out.weight', 'out.bias']
 * layer.apply(evalMode)(params, state, ones([4, 3]))[0].shape // => [4, 2]
 * ```
 */
export const layers = <const L extends Readonly<Record<string, SomeLayer>>>(
  byName: L,
): Layer<AnyShape, { readonly [K in keyof L]: LayerParams<L[K]> }, { readonly [K in keyof L]: LayerState<L[K]> }> =>
  restore(withNames(Object.keys(byName), inOrder(Object.values(byName))))
