/**
 * @file The tensors that a file brings along, as parameters, states and constants.
 *
 * A floating-point tensor with an axis is a parameter where it is a weight of an operator, and a state where it is a
 * running statistic of batch normalization. Scalars, whole numbers, and settings of operators (the bounds of Clip, the
 * scales of Resize) are constants. An exporter may store equal tensors once for several uses. They are told apart here:
 * each use has a parameter of its own, so that training does not tie them.
 */
import { leaf } from '../core/Tensor.ts'
import type { Tensor } from '../core/Tensor.ts'
import { isFloat } from './elementTypes.ts'
import type { OnnxGraph, OnnxNode, OnnxModel, StoredTensor } from './OnnxModel.ts'
import { operators } from './operators/index.ts'
import { numbersOfStored, stored } from './OnnxValue.ts'
import type { OnnxValue } from './OnnxValue.ts'

/** What an initializer is at one of its uses. */
type InitializerUse =
  | { readonly _tag: 'Param'; readonly name: string }
  | { readonly _tag: 'State'; readonly name: string }
  | { readonly _tag: 'Constant'; readonly value: OnnxValue }

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

const isWeight = (node: OnnxNode | null, index: number, { type, shape }: StoredTensor): boolean =>
  isFloat(type) &&
  shape.length > 0 &&
  (node === null || index < (operators.get(node.operator)?.settingsFrom ?? Infinity))

/** A name that no other has: the first of `name`, `name:2`, `name:3`. */
const freeName = (taken: ReadonlyMap<string, unknown>, name: string): string => {
  if (!taken.has(name)) return name
  let k = 2
  while (taken.has(`${name}:${String(k)}`)) k += 1
  return `${name}:${String(k)}`
}

/** The name that a use is known by: an exporter that stores equal tensors once names the others by Identity. */
const namedBy = (node: OnnxNode | null, name: string): string =>
  node?.operator === 'Identity' ? (node.outputs[0] ?? name) : name

/** Finds what every initializer of a model is at each of its uses. */
export const initializersOf = ({ graph }: OnnxModel): Initializers => {
  const params = new Map<string, Tensor>()
  const state = new Map<string, Tensor>()
  const statistics = new Map<OnnxNode, readonly (string | null)[]>()
  const constants = new Map<StoredTensor, InitializerUse>()
  const uses = new Map<OnnxNode | null, Map<string, InitializerUse>>()
  const find = (all: readonly OnnxGraph[], name: string): StoredTensor | null =>
    all.flatMap(({ initializers }) => initializers.get(name) ?? []).at(-1) ?? null
  const leafOf = (one: StoredTensor): Tensor => leaf(numbersOfStored(one), one.shape)

  const useOf = (node: OnnxNode | null, index: number, one: StoredTensor): InitializerUse => {
    if (node !== null && isFloat(one.type) && isStatistic(node, index)) {
      const name = freeName(state, one.name)
      state.set(name, leafOf(one))
      const own = statistics.get(node) ?? []
      statistics.set(node, index === 3 ? [null, name] : [null, own[1] ?? null, name])
      return { _tag: 'State', name }
    }
    if (isWeight(node, index, one)) {
      const name = freeName(params, namedBy(node, one.name))
      params.set(name, leafOf(one))
      return { _tag: 'Param', name }
    }
    const known = constants.get(one) ?? { _tag: 'Constant', value: stored(one) }
    constants.set(one, known)
    return known
  }
  const note = (node: OnnxNode | null, index: number, name: string, around: readonly OnnxGraph[]): void => {
    const one = find(around, name)
    if (one === null) return
    const own = uses.get(node) ?? new Map<string, InitializerUse>()
    uses.set(node, own.set(`${String(index)} ${name}`, useOf(node, index, one)))
  }
  const visit = (one: OnnxGraph, around: readonly OnnxGraph[]): void => {
    const all = [...around, one]
    for (const node of one.nodes) {
      node.inputs.forEach((name, index) => note(node, index, name, all))
      for (const attribute of node.attributes.values()) if (attribute._tag === 'Graph') visit(attribute.value, all)
    }
    one.outputs.forEach(({ name }) => note(null, 0, name, all))
  }
  visit(graph, [])
  return {
    useOf: (node, index, name) => uses.get(node)?.get(`${String(index)} ${name}`) ?? null,
    params,
    state,
    statistics,
  }
}
