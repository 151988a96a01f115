/**
 * @file The type of networks whose form depends on their options: named parts, each a row of layers or a part again.
 * Their parameters have the paths that PyTorch's have.
 */
import type { Tensor } from '../core/Tensor.ts'
import type { AnyShape, Layer } from '../nn/index.ts'

/** Parameters or states of a network: tensors in named parts and rows of layers. */
export interface Parts {
  readonly [name: string]: Part
}

/** A part: a tensor, a row of layers, or parts with names. */
export type Part = Tensor | readonly Parts[] | Parts

/** A network as a layer; shapes are checked at run time. */
export type Network = Layer<AnyShape, Parts, Parts>
