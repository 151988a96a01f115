/**
 * @file The tensors that a file brings along, as parameters, states and constants.
 *
 * A floating-point tensor with an axis is a parameter where it is a weight of an operator, and a state where it is a
 * running statistic of batch normalization. Scalars, whole numbers, and settings of operators (the bounds of Clip, the
 * scales of Resize) are constants. An exporter may store equal tensors once for several uses. They are told apart here:
 * each use has a parameter or a state of its own, so that training does not tie them.
 *
 * Exporters name such uses by Identity, several in a row too. What Identity gives is what its input would be in its place:
 * a statistic or a setting is read from the file, and Identity itself reads a parameter only if its output is a weight.
 */
import { leaf } from '../core/Tensor.ts'
import type { Tensor } from '../core/Tensor.ts'
import { isFloat } from './elementTypes.ts'
import type { OnnxGraph, OnnxNode, OnnxModel, StoredTensor } from './OnnxModel.ts'
import { operators } from './operators/index.ts'
import { numbersOfStored, stored } from './OnnxValue.ts'
import type { OnnxValue } from './OnnxValue.ts'

/** What an initializer is at one of its uses. */
type InitializerUse = { readonly tensor: StoredTensor } & (
  | { readonly _tag: 'Param'; readonly name: string }
  | { readonly _tag: 'State'; readonly name: string }
  | { readonly _tag: 'Constant'; readonly value: OnnxValue }
)

/** The uses of all initializers of a model, and the trees that they make. */
export interface Initializers {
  readonly useOf: (node: OnnxNode | null, index: number, name: string) => InitializerUse | null
  readonly params: ReadonlyMap<string, Tensor>
  readonly state: ReadonlyMap<string, Tensor>
  /** The names in `state` of the running statistics of each batch normalization, in the order of its outputs. */
  readonly statistics: ReadonlyMap<OnnxNode, readonly (string | null)[]>
}

/** All graphs of a model: the graph itself and those of branches and bodies. */
export const graphsIn = (graph: OnnxGraph): readonly OnnxGraph[] => [
  graph,
  ...graph.nodes.flatMap(({ attributes }) =>
    [...attributes.values()].flatMap((attribute) => (attribute._tag === 'Graph' ? graphsIn(attribute.value) : [])),
  ),
]

const isStatistic = ({ operator }: OnnxNode, index: number): boolean =>
  operator === 'BatchNormalization' && (index === 3 || index === 4)

/** Whether a tensor is one that training changes, where it is a weight. */
const isTrainable = ({ type, shape }: StoredTensor): boolean => isFloat(type) && shape.length > 0

/** Whether what is read here is a weight, or an output, and neither a statistic nor a setting of an operator. */
const isWeight = (node: OnnxNode | null, index: number): boolean =>
  node === null || (!isStatistic(node, index) && index < (operators.get(node.operator)?.settingsFrom ?? Infinity))

/** A name that no other has: the first of `name`, `name:2`, `name:3`. */
const freeName = (taken: ReadonlyMap<string, unknown>, name: string): string => {
  if (!taken.has(name)) return name
  let k = 2
  while (taken.has(`${name}:${String(k)}`)) k += 1
  return `${name}:${String(k)}`
}

/** A tensor of the file, under the name that it has where it is read: its own, or that which Identity gives it. */
interface Bound {
  readonly name: string
  readonly tensor: StoredTensor
  /** The node that gives it this name; `null` for its own. */
  readonly by: OnnxNode | null
}

/** What names stand for at a place in a graph; `null` for a value that is computed. */
type Bindings = ReadonlyMap<string, Bound | null>

/** A place where a tensor of the file is read; the node is `null` where a graph has it as an output. */
interface Reading {
  readonly node: OnnxNode | null
  readonly index: number
  readonly bound: Bound
}

const isIdentity = (node: OnnxNode | null): node is OnnxNode => node?.operator === 'Identity'

/** What the outputs of a node stand for. */
const boundBy = (node: OnnxNode, before: Bindings): readonly (readonly [string, Bound | null])[] => {
  const source = isIdentity(node) ? before.get(node.inputs[0] ?? '') : null
  return node.outputs.map((name) => [name, source ? { name, tensor: source.tensor, by: node } : null])
}

/** Every place of a model where a tensor of the file is read, in the order of the nodes. */
const readingsIn = (graph: OnnxGraph, outer: Bindings): readonly Reading[] => {
  const bindings = new Map<string, Bound | null>(outer)
  for (const { name } of graph.inputs) bindings.set(name, null)
  for (const [name, tensor] of graph.initializers) bindings.set(name, { name, tensor, by: null })
  const reading = (node: OnnxNode | null, index: number, name: string): readonly Reading[] => {
    const bound = bindings.get(name) ?? null
    return bound === null ? [] : [{ node, index, bound }]
  }
  const ofNodes = graph.nodes.flatMap((node) => {
    const own = node.inputs.flatMap((name, index) => reading(node, index, name))
    const inner = [...node.attributes.values()].flatMap((attribute) =>
      attribute._tag === 'Graph' ? readingsIn(attribute.value, bindings) : [],
    )
    for (const [name, bound] of boundBy(node, bindings)) bindings.set(name, bound)
    return [...own, ...inner]
  })
  return [...ofNodes, ...graph.outputs.flatMap(({ name }) => reading(null, 0, name))]
}

/** What a tensor is at a place where it is read; `Given` where it is what Identity gives. */
type Role = 'Param' | 'State' | 'Constant' | 'Given'

const roleOf = ({ node, index, bound: { tensor, by } }: Reading, weights: ReadonlySet<OnnxNode>): Role => {
  if (node !== null && isFloat(tensor.type) && isStatistic(node, index)) return 'State'
  if (isIdentity(node)) return weights.has(node) && isTrainable(tensor) ? 'Param' : 'Constant'
  if (by !== null) return isTrainable(tensor) && !isWeight(node, index) ? 'Constant' : 'Given'
  return isTrainable(tensor) && isWeight(node, index) ? 'Param' : 'Constant'
}

/** The nodes Identity of which an output is read as a weight. */
const namersOfWeights = (readings: readonly Reading[]): ReadonlySet<OnnxNode> =>
  new Set(
    readings.flatMap(({ node, index, bound: { by } }) =>
      by !== null && !isIdentity(node) && isWeight(node, index) ? [by] : [],
    ),
  )

/** Nodes have inputs by their positions, and graphs have outputs by their names. */
const placeOf = (node: OnnxNode | null, index: number, name: string): string => (node === null ? name : String(index))

/** Finds what every initializer of a model is at each of its uses. */
export const initializersOf = ({ graph }: OnnxModel): Initializers => {
  const params = new Map<string, Tensor>()
  const state = new Map<string, Tensor>()
  const statistics = new Map<OnnxNode, readonly (string | null)[]>()
  const constants = new Map<StoredTensor, OnnxValue>()
  const uses = new Map<OnnxNode | null, Map<string, InitializerUse>>()
  const put = (tree: Map<string, Tensor>, wanted: string, one: StoredTensor): string => {
    const name = freeName(tree, wanted)
    tree.set(name, leaf(numbersOfStored(one), one.shape))
    return name
  }
  const constantOf = (tensor: StoredTensor): OnnxValue => {
    const value = constants.get(tensor) ?? stored(tensor)
    constants.set(tensor, value)
    return value
  }
  const noteStatistic = (node: OnnxNode | null, index: number, name: string): void => {
    if (node === null) return
    const [, mean = null, variance = null] = statistics.get(node) ?? []
    statistics.set(node, index === 3 ? [null, name, variance] : [null, mean, name])
  }
  const useOf = ({ node, index, bound: { name: own, tensor } }: Reading, role: Role): InitializerUse | null => {
    if (role === 'Given') return null
    if (role === 'Constant') return { _tag: 'Constant', tensor, value: constantOf(tensor) }
    if (role === 'Param')
      return { _tag: 'Param', tensor, name: put(params, isIdentity(node) ? (node.outputs[0] ?? own) : own, tensor) }
    const name = put(state, own, tensor)
    noteStatistic(node, index, name)
    return { _tag: 'State', tensor, name }
  }
  const readings = readingsIn(graph, new Map())
  const weights = namersOfWeights(readings)
  for (const reading of readings) {
    const { node, index, bound } = reading
    const use = useOf(reading, roleOf(reading, weights))
    if (use === null) continue
    const own = uses.get(node) ?? new Map<string, InitializerUse>()
    uses.set(node, own.set(placeOf(node, index, bound.name), use))
  }
  return {
    useOf: (node, index, name) => uses.get(node)?.get(placeOf(node, index, name)) ?? null,
    params,
    state,
    statistics,
  }
}
