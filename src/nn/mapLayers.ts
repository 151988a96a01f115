/**
 * @file The layers of a network by name: their paths, and the same network of other layers.
 *
 *     mapLayers(f)(layers({ a, b })) = f(layers({ a: f(a, 'a'), b: f(b, 'b') }), '')
 *
 * A composition knows the layers that it is made of (`Composition`). A path joins the names under which their parameters
 * lie, as `summary` prints them; layers without parameters have names too, such as `relu`, or their position.
 *
 * Laws: "mapping the identity changes nothing"; "mapping twice is mapping the composition"; "parameters and their draws
 * stay".
 */
import type { RuleOf, ShapedFunction } from '../core/ShapedFunction.ts'
import { shaped } from '../core/ShapedFunction.ts'
import type { Composition, Layer, LayerParams, LayerState, SomeLayer } from './Layer.ts'
import { asLayer, erase, evalMode, restore } from './Layer.ts'

const joined = (path: string, name: string): string => [path, name].filter((part) => part !== '').join('.')

const compositionOf = (layer: SomeLayer): Composition | null =>
  typeof layer === 'function' ? null : (layer.composition ?? null)

/** Every layer inside a layer with its path, each after those that it is made of, and the layer itself last. */
const pathsIn = (layer: SomeLayer, path: string): readonly string[] => [
  ...(compositionOf(layer)?.parts ?? []).flatMap(([name, part]) => pathsIn(part, joined(path, name))),
  path,
]

/** A change of layers: what becomes of the layer with a path, and with a place in the order of {@link placesOf}. */
type Change = (layer: SomeLayer, path: string, place: number) => SomeLayer

/** The changed layer, and the place of the next one. */
type Changed = readonly [layer: SomeLayer, next: number]

const changed = (change: Change, layer: SomeLayer, path: string, place: number): Changed => {
  const composition = compositionOf(layer)
  if (composition === null) return [change(layer, path, place), place + 1]
  const [parts, next] = composition.parts.reduce<readonly [readonly SomeLayer[], number]>(
    ([before, at], [name, part]) => {
      const [made, after] = changed(change, part, joined(path, name), at)
      return [[...before, made], after]
    },
    [[], place],
  )
  return [change(composition.of(parts), path, next), next + 1]
}

/** The path of each layer, by its place. */
export const placesOf = (network: SomeLayer): readonly string[] => pathsIn(network, '')

/** As {@link mapLayers}, for a change that may read the place too, which no two layers share. */
export const changeLayers =
  (change: Change) =>
  <L extends SomeLayer>(network: L): Layer<RuleOf<L>, LayerParams<L>, LayerState<L>> =>
    restore(asLayer(changed(change, network, '', 0)[0]))

/**
 * The paths of all layers of a network: each comes after those that it is made of. A path that several layers have, such
 * as that of a `relu` which a residual block applies twice, is listed once, and stands for the last of them.
 *
 * @example
 * ```ts
 * import { lenet } from 'cotangent/models'
 * import { layerPaths } from 'cotangent/nn'
 *
 * layerPaths(lenet).slice(0, 4) // => ['conv1', '1', '2', 'conv2']
 * ```
 */
export const layerPaths = (network: SomeLayer): readonly string[] => {
  const places = placesOf(network).filter((path) => path !== '')
  return places.filter((path, place) => places.lastIndexOf(path) === place)
}

/**
 * The same network of other layers: `change` takes each layer, with its path, to the one in its place, compositions after
 * the layers that they are made of. A layer must be replaced by one with the same parameters and state. A function, such
 * as `relu`, is handed over as it was given, so it can be told apart.
 *
 * @example
 * ```ts
 * import { key, ones, relu, softplus, toNested } from 'cotangent'
 * import { dense, evalMode, layers, mapLayers } from 'cotangent/nn'
 *
 * const network = layers({ hidden: dense(3, 5), relu, out: dense(5, 2) })
 * const smooth = mapLayers((layer) => (layer === relu ? softplus : layer))(network)
 * const [params, state] = network.init(key(1))
 * smooth.apply(evalMode)(params, state, ones([4, 3]))[0].shape // => [4, 2]
 * ```
 */
export const mapLayers = (
  change: (layer: SomeLayer, path: string) => SomeLayer,
): (<L extends SomeLayer>(network: L) => Layer<RuleOf<L>, LayerParams<L>, LayerState<L>>) =>
  changeLayers((layer, path) => change(layer, path))

/**
 * A network with given parameters and state in evaluation mode, as a function of its input, with the network's rule for
 * shapes.
 *
 * @example
 * ```ts
 * import { key, zeros } from 'cotangent'
 * import { lenet } from 'cotangent/models'
 * import { inUse } from 'cotangent/nn'
 *
 * const scores = inUse(lenet)(...lenet.init(key(1)))
 * scores(zeros([2, 1, 28, 28])).shape // => [2, 10]
 * ```
 */
export const inUse =
  <L extends SomeLayer>(network: L) =>
  (params: LayerParams<L>, state: LayerState<L>): ShapedFunction<RuleOf<L>> =>
    shaped((x) => erase(network).apply(evalMode)(params, state, x)[0])
