/**
 * @file A network opened at the output of one of its layers.
 *
 *     before(x) = the layer's output        after(inner, x) = the network's output if the layer's were `inner`
 *
 * In a chain of layers `after` does not read `x`; where branches go around the layer, it does. Both are the network's own
 * layers, one of them replaced: nothing is recorded anywhere, and what is not read is not computed.
 *
 * Laws: "after the layer's output comes the network's"; "before a chain's layer is the chain up to it"; "the gradient at a
 * tap is that of what is added there".
 */
import { countOf, sameShape, showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { ErasedLayer } from '../nn/Layer.ts'
import { erase } from '../nn/Layer.ts'
import { changeLayers, placesOf } from '../nn/mapLayers.ts'
import type { LayerParams, LayerState, SomeLayer } from '../nn/index.ts'
import { evalMode } from '../nn/index.ts'

/** A network in two parts, in use: up to the output of a layer, and from there on. */
export interface Tap {
  /** The output of the layer for an input of the network. */
  readonly before: (x: Tensor) => Tensor
  /** The output of the network for `x`, if the layer's output were `inner`, a tensor of its shape. */
  readonly after: (inner: Tensor, x: Tensor) => Tensor
}

type Apply = ReturnType<ErasedLayer['apply']>

const unknown = (name: string, paths: readonly string[]): never =>
  refuse(
    'tapped',
    [],
    { expected: `one of ${[...new Set(paths)].filter((path) => path !== '').join(', ')}`, found: `'${name}'` },
    `open a network of ${countOf(paths.length - 1, 'layer')} at '${name}'`,
  )

/** A layer whose output is seen by `see`. */
const seenBy =
  (see: (output: Tensor) => void) =>
  (apply: Apply): Apply =>
  (params, state, x) => {
    const made = apply(params, state, x)
    see(made[0])
    return made
  }

/** A layer whose output is `inner`. */
const outputOf =
  (inner: Tensor) =>
  (apply: Apply): Apply =>
  (params, state, x) => {
    const [output, next] = apply(params, state, x)
    return sameShape(inner.shape, output.shape)
      ? [inner, next]
      : refuse(
          'tapped',
          [inner.shape],
          { expected: showShape(output.shape), found: showShape(inner.shape) },
          "replace a layer's output",
        )
  }

/**
 * Opens a network at the layer with a path, as `layerPaths` lists them, for its parameters and state: `after(before(x),
 * x)` is what the network computes of `x` in use. The layer may be anywhere, also inside a branch. A path that several
 * layers have stands for the last of them, and the empty path for the network itself. Refuses a path that the network
 * does not have.
 *
 * @example
 * ```ts
 * import { grad, key, sum, zeros } from 'cotangent'
 * import type { Tensor } from 'cotangent'
 * import { lenet } from 'cotangent/models'
 * import { tapped } from 'cotangent/vision'
 *
 * const [params, state] = lenet.init(key(1))
 * const { before, after } = tapped(lenet)('conv2')(params, state)
 * const x = zeros([1, 1, 28, 28])
 * const maps = before(x)
 * maps.shape // => [1, 16, 10, 10]
 * after(maps, x).shape // => [1, 10]
 * grad((inner: Tensor) => sum()(after(inner, x)))(maps).shape // => [1, 16, 10, 10]
 * ```
 */
export const tapped = <L extends SomeLayer>(
  network: L,
): ((name: string) => (params: LayerParams<L>, state: LayerState<L>) => Tap) => {
  const paths = placesOf(network)
  return (name) => {
    const place = paths.lastIndexOf(name)
    if (place < 0) return unknown(name, paths)
    const withLayer = (change: (apply: Apply) => Apply): ErasedLayer =>
      erase(
        changeLayers((layer, _, at) => {
          const own = erase(layer)
          return at === place ? { init: own.init, apply: (mode) => change(own.apply(mode)) } : layer
        })(network),
      )
    return (params, state) => ({
      before: (x) => {
        const seen: Tensor[] = []
        withLayer(seenBy((output) => seen.push(output))).apply(evalMode)(params, state, x)
        return (
          seen.at(-1) ??
          refuse('tapped', [x.shape], { expected: 'a layer that the network applies', found: `'${name}'` })
        )
      },
      after: (inner, x) => withLayer(outputOf(inner)).apply(evalMode)(params, state, x)[0],
    })
  }
}
