/**
 * @file The type of networks whose form depends on their options: named parts, each a row of layers or a part again.
 * Their parameters have the paths that PyTorch's have.
 */
import type { Tensor } from '../core/Tensor.ts'
import type { Key } from '../core/Key.ts'
import { restore } from '../nn/Layer.ts'
import type { AnyShape, Composition, Layer, Mode } from '../nn/index.ts'

/** Parameters or states of a network: tensors in named parts and rows of layers. */
export interface Parts {
  readonly [name: string]: Part
}

/** A part: a tensor, a row of layers, or parts with names. */
export type Part = Tensor | readonly Parts[] | Parts

/** A network as a layer; shapes are checked at run time. */
export type Network = Layer<AnyShape, Parts, Parts>

/** Whatever is applied as a network is: a layer, or a model. */
interface Applied {
  readonly composition?: Composition
  readonly init: (key: Key) => readonly [params: unknown, state: unknown]
  readonly apply: (mode: Mode) => (params: never, state: never, x: never) => readonly [y: Tensor, state: unknown]
}

/**
 * A layer or a model as a {@link Network}: the same functions, whose types have forgotten the names and shapes of its
 * parameters. For code that takes any network.
 *
 * @example
 * ```ts
 * import { key } from 'cotangent'
 * import { asNetwork, lenet } from 'cotangent/models'
 *
 * Object.keys(asNetwork(lenet).init(key(0))[0]) // => ['conv1', 'conv2', 'fc1', 'fc2', 'fc3']
 * ```
 */
export const asNetwork = (applied: Applied): Network => restore(applied)
