/**
 * @file A model as data: graphs of nodes over named values, checked, and independent of the encoding of the file.
 *
 * Every name that a node reads is an input, an initializer, or the output of an earlier node, of this graph or of one
 * around it. So a walk in order meets every value before its uses, and there are no cycles.
 */
import type { Shape } from '../core/Shape.ts'
import type { NumberArray } from '../core/Tensor.ts'
import type { ElementType } from './elementTypes.ts'

/** A tensor of the file. Integers of 64 bits are kept whole. */
export interface StoredTensor {
  readonly name: string
  readonly type: ElementType
  readonly shape: Shape
  readonly data: NumberArray | BigInt64Array | BigUint64Array
}

/** An attribute of a node. */
export type Attribute =
  | { readonly _tag: 'Float'; readonly value: number }
  | { readonly _tag: 'Int'; readonly value: bigint }
  | { readonly _tag: 'Text'; readonly value: string }
  | { readonly _tag: 'Floats'; readonly value: readonly number[] }
  | { readonly _tag: 'Ints'; readonly value: readonly bigint[] }
  | { readonly _tag: 'Texts'; readonly value: readonly string[] }
  | { readonly _tag: 'Tensor'; readonly value: StoredTensor }
  | { readonly _tag: 'Graph'; readonly value: OnnxGraph }
  | { readonly _tag: 'Other'; readonly value: string }

/** An operator applied to named values; an empty name stands for an input or output that is left out. */
export interface OnnxNode {
  /** Its own name, or that of its first output if it has none. */
  readonly name: string
  /** The operator, with its domain in front if it is not ONNX's own: `com.microsoft.FusedConv`. */
  readonly operator: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: ReadonlyMap<string, Attribute>
}

/** An input or output of a graph. */
export interface OnnxSlot {
  readonly name: string
  /** The element type; `null` where the file does not say it. */
  readonly type: ElementType | null
  /** Lengths, names of lengths that are open, and `null` for one without a name; `null` if the rank is open too. */
  readonly shape: readonly (number | string | null)[] | null
}

/** A graph: its inputs, the tensors that it brings along, its nodes in the order in which they are computed. */
export interface OnnxGraph {
  readonly inputs: readonly OnnxSlot[]
  readonly outputs: readonly OnnxSlot[]
  readonly initializers: ReadonlyMap<string, StoredTensor>
  readonly nodes: readonly OnnxNode[]
}

/** A model: its graph, and the version of the operators that it is written in. */
export interface OnnxModel {
  /** The version of ONNX's operators. */
  readonly opset: number
  /** The program that wrote the file, as it calls itself. */
  readonly producer: string
  readonly graph: OnnxGraph
}
