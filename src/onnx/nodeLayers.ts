/**
 * @file The nodes of a model as the layers that it is made of, by their names, so that functions of layers, such as
 * `mapLayers` and `tapped`, look inside an imported model too.
 *
 *     a node Relu        relu, of the node's input
 *     any other node     the identity, of the node's first output
 *
 * A node computes from weights of the whole model and may have several inputs, so it is no layer itself. What stands for
 * it is a function of a tensor, and whatever replaces that function takes its place in the run.
 *
 * Laws: "mapping the identity changes nothing"; "after a node comes the model".
 */
import type { Tensor } from '../core/Tensor.ts'
import type { Composition, Mode, SomeLayer } from '../nn/Layer.ts'
import { erase, identity, none } from '../nn/Layer.ts'
import { relu } from '../ops/relu.ts'
import type { OnnxGraph, OnnxNode } from './OnnxModel.ts'

/** What stands for nodes in a run; a node without a function stays as it is. */
export type NodeLayers = ReadonlyMap<OnnxNode, (x: Tensor) => Tensor>

/** Whether what stands for a node computes from its input, in the place of its rule. */
export const isRectifier = ({ operator }: OnnxNode): boolean => operator === 'Relu'

/** Exporters may leave out names of nodes, but not those of their results. */
const nameOf = ({ name, operator, outputs }: OnnxNode): string =>
  [name, ...outputs, operator].find((text) => text !== '') ?? ''

/** The functions of the nodes of a graph, by name, in the order in which they run. */
export const nodeLayers = ({ nodes }: OnnxGraph): Composition['parts'] =>
  nodes.map((node) => [nameOf(node), isRectifier(node) ? relu : identity])

/** What stands for the nodes of a graph in a run in `mode`, of other layers in the order of {@link nodeLayers}. */
export const nodesOf = ({ nodes }: OnnxGraph, layers: readonly SomeLayer[], mode: Mode): NodeLayers =>
  new Map(
    nodes.flatMap((node, k) => {
      const layer = layers[k]
      return layer === undefined ? [] : [[node, (x) => erase(layer).apply(mode)(none, none, x)[0]] as const]
    }),
  )
