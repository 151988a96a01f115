/**
 * @file Named layers, one after another in the order they are written: parameters get paths such as `conv1.weight`.
 *
 * Laws: "layers is sequential, named".
 */
import type { AnyShape, Layer, LayerParams, LayerState, SomeLayer } from './Layer.ts'
import { erase, inOrder, restore } from './Layer.ts'
import { checkNames } from './named.ts'

const indexOf = (names: readonly string[], values: readonly unknown[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(names.map((name, position) => [name, values[position]]))

/**
 * Layers by name, applied in the order in which they are written. Parameters and states are records; a layer without
 * any has an empty one.
 *
 * The types do not know the output's shape, since a record's keys have no order to the compiler: shapes are checked at
 * run time. `model` with `named` checks them in types. A name that is a whole number would move to the front, and is
 * refused.
 *
 * @example
 * ```ts
 * import { key, ones, Tree } from 'cotangent'
 * import { dense, evalMode, layers, relu } from 'cotangent/nn'
 *
 * const layer = layers({ hidden: dense(3, 5), relu, out: dense(5, 2) })
 * const [params, state] = layer.init(key(1))
 * Tree.paths(params).map(([path]) => path) // => ['hidden.weight', 'hidden.bias', 'out.weight', 'out.bias']
 * layer.apply(evalMode)(params, state, ones([4, 3]))[0].shape // => [4, 2]
 * ```
 */
export const layers = <const L extends Readonly<Record<string, SomeLayer>>>(
  byName: L,
): Layer<AnyShape, { readonly [K in keyof L]: LayerParams<L[K]> }, { readonly [K in keyof L]: LayerState<L[K]> }> => {
  const names = checkNames(Object.keys(byName))
  const chain = inOrder(Object.values(byName).map(erase))
  const inNames = (record: unknown) => names.map((name) => (record as Readonly<Record<string, unknown>>)[name])
  return restore({
    init: (key) => {
      const [params, state] = chain.init(key)
      return [indexOf(names, params as readonly unknown[]), indexOf(names, state as readonly unknown[])]
    },
    apply: (mode) => (params, state, x) => {
      const [y, next] = chain.apply(mode)(inNames(params), inNames(state), x)
      return [y, indexOf(names, next as readonly unknown[])]
    },
  })
}
