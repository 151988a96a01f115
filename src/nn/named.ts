/**
 * @file Names of layers: parameters of a named layer have its name in their path.
 */
import { refuse } from '../core/TensorError.ts'
import type { AsLayer, LayerList, RulelessLayer, SomeLayer } from './Layer.ts'
import { asLayer } from './Layer.ts'

/** A layer with a name. */
export type Named<N extends string, L> = L & { readonly name: N }

/** Refuses names that would make paths ambiguous: empty, with a dot, a whole number, or used twice. */
export const checkNames = (names: readonly string[]): readonly string[] => {
  const bad = names.find((name) => name === '' || name.includes('.') || /^\d+$/.test(name))
  const twice = names.find((name, position) => names.indexOf(name) !== position)
  return bad !== undefined
    ? refuse(
        'name',
        [],
        { expected: 'a name that is not empty, has no dot and is not a whole number', found: `'${bad}'` },
        `name a layer '${bad}'`,
      )
    : twice !== undefined
      ? refuse('name', [], { expected: 'each name once', found: `'${twice}' twice` }, `name two layers '${twice}'`)
      : names
}

type ByName = Readonly<Record<string, unknown>>

const indexOf = (names: readonly string[], values: readonly unknown[]): ByName =>
  Object.fromEntries(names.map((name, position) => [name, values[position]]))

/** Turns a composition whose parameters and states are lists into one whose are records. */
export const withNames = (given: readonly string[], layer: LayerList): RulelessLayer<ByName, ByName> => {
  const names = checkNames(given)
  const { parts, of } = layer.composition
  const inNames = (record: ByName): readonly unknown[] => names.map((name) => record[name])
  return {
    composition: {
      parts: parts.map(([position, part], k) => [names[k] ?? position, part]),
      of: (others) => withNames(names, of(others)),
    },
    init: (key) => {
      const [params, state] = layer.init(key)
      return [indexOf(names, params), indexOf(names, state)]
    },
    apply: (mode) => (params, state, x) => {
      const [y, next] = layer.apply(mode)(inNames(params), inNames(state), x)
      return [y, indexOf(names, next)]
    },
  }
}

/**
 * Names a layer, for `model`: its parameters are stored under this name, as in `conv1.weight`. Other compositions take no notice;
 * for blocks with names, use `layers`, or a `model` within the model. Refuses an empty name, a
 * name with a dot, and a whole number, since layers without a name are called by their position.
 *
 * @example
 * ```ts
 * import { key, relu, Tree } from 'cotangent'
 * import { dense, model, named } from 'cotangent/nn'
 *
 * const classifier = model([-1, 4], named('hidden', dense(4, 3)), relu, dense(3, 2))
 * const [params] = classifier.init(key(1))
 * Tree.paths(params).map(([path]) => path) // => ['2.weight', '2.bias', 'hidden.weight', 'hidden.bias']
 * params.hidden.weight.shape // => [3, 4]
 * ```
 */
export const named = <const N extends string, L extends SomeLayer>(name: N, layer: L): Named<N, AsLayer<L>> => {
  checkNames([name])
  return { ...asLayer(layer), name }
}
