/** @file Runs a graph on values: every node in order, each by the rule of its operator. */
import { sizeOf } from '../core/Shape.ts'
import { refuse } from '../core/TensorError.ts'
import { foldIn } from '../core/Key.ts'
import type { Mode } from '../nn/Layer.ts'
import { trainMode } from '../nn/Layer.ts'
import type { Call, NodeOutcome, Operator } from './Call.ts'
import { checkAmount, like, tensorAt } from './Call.ts'
import { requiredInputs } from './givenInputs.ts'
import { refusing } from './NodeError.ts'
import type { NodeLayers } from './nodeLayers.ts'
import { isRectifier } from './nodeLayers.ts'
import type { OnnxGraph, OnnxNode } from './OnnxModel.ts'
import { operators } from './operators/index.ts'
import type { OnnxValue } from './OnnxValue.ts'
import { mostAxes } from './storedTensors.ts'

/** What a run knows beside the graph. */
export interface GraphRun {
  readonly opset: number
  readonly mode: Mode
  readonly maxRepeats: number
  readonly maxElements: number
  readonly maxCells: number
  readonly maxNodes: number
  /** The value of an initializer at one of its uses; `null` for a name that is none. */
  readonly initializer: (graph: OnnxGraph, node: OnnxNode | null, index: number, name: string) => OnnxValue | null
  /** What stands for nodes of the model, where they were replaced as layers. */
  readonly layers: NodeLayers
  /** Told what each node gives, before its users run. */
  readonly observe: (node: OnnxNode, results: readonly OnnxValue[]) => void
  /** Counts a node, and tells how many have run. */
  readonly counted: () => number
}

/** Counts from 1. */
export const counter = (): (() => number) => {
  let count = 0
  return () => (count += 1)
}

/** Each node that draws has a key of its own. */
const modeOf = (mode: Mode, position: number): Mode =>
  mode._tag === 'eval' ? mode : trainMode(foldIn(mode.key, position))

const listOf = (outcome: NodeOutcome): readonly OnnxValue[] => ('tensor' in outcome ? [outcome] : outcome)

/** What a name stands for, in a graph and those around it. */
type Scope = (name: string) => OnnxValue | null

/** Counts a node or a repetition of a graph. */
const count = (run: GraphRun): number => {
  const position = run.counted()
  if (position > run.maxNodes)
    refuse('run the graph', [], {
      expected: `at most ${String(run.maxNodes)} nodes in all (maxMembers)`,
      found: 'more',
    })
  return position
}

/** What a node gives: by its rule, or by the layer in its place. */
const resultsOf = (run: GraphRun, { run: rule }: Operator, call: Call): readonly OnnxValue[] => {
  const layer = run.layers.get(call.node)
  if (layer !== undefined && isRectifier(call.node)) return [like(call, layer(tensorAt(call, 0)))]
  const results = listOf(rule(call))
  return layer === undefined
    ? results
    : results.map((value, k) => (k === 0 && value.exact === null ? { ...value, tensor: layer(value.tensor) } : value))
}

const runNode = (
  run: GraphRun,
  node: OnnxNode,
  inputs: readonly (OnnxValue | null)[],
  read: Scope,
): readonly OnnxValue[] => {
  const rule = operators.get(node.operator)
  const position = count(run)
  if (rule === undefined) return refuse('run the graph', [], { expected: 'a known operator', found: node.operator })
  const results = resultsOf(run, rule, {
    node,
    inputs,
    opset: run.opset,
    mode: modeOf(run.mode, position),
    maxRepeats: run.maxRepeats,
    maxElements: run.maxElements,
    maxCells: run.maxCells,
    runGraph: (graph, values) => runGraph(run, graph, values, read),
  })
  const isOpen = inputs.some((value) => value?.isOpen === true)
  return results.map((value) => {
    const { shape } = value.tensor
    checkAmount(shape.length, mostAxes, 'axes')
    if (!(sizeOf(shape) <= run.maxElements))
      refuse('make a tensor', [shape], {
        expected: `at most ${String(run.maxElements)} entries`,
        found: String(sizeOf(shape)),
      })
    return isOpen && value.exact === null ? { ...value, isOpen } : value
  })
}

/**
 * Runs a graph on values for its inputs, inside the values of the graph around it. Gives the values of its outputs.
 * Refuses what a node refuses, under the name of the node.
 */
export const runGraph = (
  run: GraphRun,
  graph: OnnxGraph,
  inputs: readonly OnnxValue[],
  outer: Scope = () => null,
): readonly OnnxValue[] => {
  count(run)
  const own = new Map<string, OnnxValue>()
  const scope: Scope = (name) => own.get(name) ?? outer(name)
  requiredInputs(graph).forEach(({ name }, k) => {
    const value = inputs[k]
    if (value !== undefined) own.set(name, value)
  })
  const read = (node: OnnxNode | null, index: number, name: string): OnnxValue | null =>
    run.initializer(graph, node, index, name) ?? scope(name)
  for (const node of graph.nodes) {
    refusing(node, () => {
      const inputs = node.inputs.map((name, index) => (name === '' ? null : read(node, index, name)))
      const results = runNode(run, node, inputs, scope)
      node.outputs.forEach((name, k) => {
        const value = results[k]
        if (name !== '' && value !== undefined) own.set(name, value)
      })
      run.observe(node, results)
    })
  }
  return graph.outputs.map(
    ({ name }) => read(null, 0, name) ?? refuse('run the graph', [], { expected: `a value '${name}'`, found: 'none' }),
  )
}
