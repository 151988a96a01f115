/**
 * @file A model as a network: parameters and state as trees by name, and a pure function of them and the inputs.
 *
 *     apply(mode)(params, state, inputs) = [outputs, next state]
 *
 * Shape arithmetic is carried out in whole numbers for the shapes that the inputs have. Branches and loops that depend on
 * shapes alone are decided by then, and loops are written out.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Budget } from '../codecs/Budget.ts'
import { budgetNames, budgetWith } from '../codecs/Budget.ts'
import { checkLimit, checkWhole } from '../core/numberRules.ts'
import { checkOptions } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { closeScope, isTensor, openScope, placeholder } from '../core/Tensor.ts'
import { refuse, TensorError } from '../core/TensorError.ts'
import type { AnyShape, Layer, Mode } from '../nn/Layer.ts'
import { evalMode, ruled } from '../nn/Layer.ts'
import { checkSupported } from './checkSupported.ts'
import type { GivenInputs } from './givenInputs.ts'
import { checkByName, fits, givenInputs, requiredInputs, showSlot } from './givenInputs.ts'
import type { Initializers } from './initializers.ts'
import { initializersOf } from './initializers.ts'
import type { NodeLayers } from './nodeLayers.ts'
import { nodeRefused, refusing } from './NodeError.ts'
import { nodeLayers, nodesOf } from './nodeLayers.ts'
import type { OnnxError } from './OnnxError.ts'
import type { OnnxGraph, OnnxModel, OnnxNode, OnnxSlot } from './OnnxModel.ts'
import type { GraphRun } from './runGraph.ts'
import { counter, runGraph } from './runGraph.ts'
import type { OnnxValue } from './OnnxValue.ts'
import { computed, UndecidedError } from './OnnxValue.ts'

/** Tensors by name. */
export type TensorsByName = Readonly<Record<string, Tensor>>

/** How a model is imported. */
export interface OnnxNetworkOptions extends Partial<Budget> {
  /**
   * Lengths for open dimensions by their names, with which shapes are checked at once. Refuses names that the model does not
   * have, and lengths that are no whole numbers of 0 or more.
   */
  readonly dimensions?: Readonly<Record<string, number>>
  /** The most repetitions of a loop, 0 or more; 1024 by default. */
  readonly maxRepeats?: number
}

/** An imported model. */
export interface OnnxNetwork {
  /** What it computes from and must be given, with the names of open dimensions. */
  readonly inputs: readonly OnnxSlot[]
  /** What it gives, as the file declares it. */
  readonly outputs: readonly OnnxSlot[]
  /** The weights of the file, by name. */
  readonly params: TensorsByName
  /** The running statistics of the file, by name. */
  readonly state: TensorsByName
  /**
   * The function. It refuses inputs that do not fit the model or that it does not have, and inside `compile` or `vmap` a
   * computation whose course depends on numbers of the inputs.
   *
   * An initializer that the file lists as an input too is a default, as in ONNX: a tensor that is given under its name takes
   * its place in this run, wherever the model reads it, and the parameters and the state that were made of it are not read.
   */
  readonly apply: (
    mode: Mode,
  ) => (
    params: TensorsByName,
    state: TensorsByName,
    inputs: TensorsByName,
  ) => readonly [outputs: TensorsByName, state: TensorsByName]
  /**
   * The model as a layer, which begins with the weights of the file; `null` unless it has one input and one output. It is
   * made of its nodes by name, for `layerPaths`, `mapLayers` and `tapped`: a node `Relu` is `relu`, and any other is the
   * identity, applied to its first output. Nodes inside branches and loops are not among them.
   */
  readonly layer: Layer<AnyShape, TensorsByName, TensorsByName> | null
}

const named = (kind: string, tree: TensorsByName, name: string): Tensor =>
  Object.hasOwn(tree, name) && isTensor(tree[name])
    ? tree[name]
    : refuse('run the model', [], { expected: `${kind} '${name}'`, found: 'none' })

interface Limits extends Pick<GraphRun, 'maxRepeats' | 'maxElements' | 'maxCells' | 'maxNodes'> {
  readonly opset: number
}

/** A run with these parameters and this state; `leave` is told the statistics that it leaves behind. */
const runWith = (
  own: Initializers,
  limits: Limits,
  mode: Mode,
  [params, state]: readonly [TensorsByName, TensorsByName],
  leave: (name: string, statistic: Tensor) => void,
  layers: NodeLayers,
  instead: GivenInputs['instead'] = new Map(),
): GraphRun => {
  const initializer = (node: OnnxNode | null, index: number, name: string): OnnxValue | null => {
    const use = own.useOf(node, index, name)
    if (use === null) return null
    const given = instead.get(use.tensor)
    if (given !== undefined) return given
    if (use._tag === 'Constant') return use.value
    return computed(
      'float',
      use._tag === 'Param' ? named('a parameter', params, use.name) : named('a state', state, use.name),
    )
  }
  const observe = (node: OnnxNode, results: readonly OnnxValue[]): void => {
    own.statistics.get(node)?.forEach((name, k) => {
      const value = results[k]
      if (name !== null && value !== undefined) leave(name, value.tensor)
    })
  }
  return {
    ...limits,
    mode,
    initializer: (_graph, ...use) => initializer(...use),
    layers,
    observe,
    counted: counter(),
  }
}

/** No layer stands for a node. */
const asWritten = (): NodeLayers => new Map()

const recordOf = (entries: Iterable<readonly [string, Tensor]>): TensorsByName => Object.fromEntries(entries)

/** A declared shape with the lengths of open dimensions that are known. */
const withLengths = ({ shape, ...slot }: OnnxSlot, lengths: Readonly<Record<string, number>>): OnnxSlot => ({
  ...slot,
  shape: shape?.map((d) => (typeof d === 'string' && Object.hasOwn(lengths, d) ? (lengths[d] ?? d) : d)) ?? null,
})

/** The shape of a slot without open dimensions; `null` for any other. */
const closedShape = ({ shape }: OnnxSlot): Shape | null => {
  const closed = shape?.filter((d) => typeof d === 'number')
  return closed?.length === shape?.length ? (closed ?? null) : null
}

/** Refuses outputs of shapes that the graph does not declare, each under the name of the node that gives it. */
const checkOutputs = (graph: OnnxGraph, outputs: readonly OnnxSlot[], results: readonly OnnxValue[]): void => {
  outputs.forEach((slot, k) => {
    const shape = results[k]?.tensor.shape
    if (shape === undefined || fits(shape, slot)) return
    const node = graph.nodes.find((one) => one.outputs.includes(slot.name))
    const problem = { expected: `the declared shape ${showSlot(slot)}`, found: showShape(shape) }
    refusing(node ?? null, () => refuse(`give the output '${slot.name}'`, [], problem))
  })
}

/** Runs the model without numbers, if all lengths are known; what then depends on numbers is not checked. */
const faultOf = (
  graph: OnnxGraph,
  lengths: Readonly<Record<string, number>>,
  run: (inputs: readonly OnnxValue[]) => readonly OnnxValue[],
): OnnxError | null => {
  const [inputs, outputs] = [requiredInputs(graph), graph.outputs].map((slots) =>
    slots.map((slot) => withLengths(slot, lengths)),
  )
  const shapes = inputs?.flatMap((slot) => {
    const shape = closedShape(slot)
    return shape === null ? [] : [{ type: slot.type ?? 'float', shape } as const]
  })
  if (shapes === undefined || shapes.length !== inputs?.length) return null
  const scope = openScope('summary')
  try {
    const values = shapes.map(({ type, shape }) => ({ ...computed(type, placeholder(shape, scope)), isOpen: true }))
    checkOutputs(graph, outputs ?? [], run(values))
    return null
  } catch (thrown) {
    if (thrown instanceof UndecidedError) return null
    if (!(thrown instanceof TensorError)) throw thrown
    return nodeRefused(thrown)
  } finally {
    closeScope(scope)
  }
}

const checkDimensions = (operation: string, name: string, lengths: Readonly<Record<string, number>>): void => {
  checkByName(operation, 'lengths', lengths)
  Object.entries(lengths).forEach(([one, length]) => checkWhole(operation, `${name}.${one}`, length))
}

/** Refuses lengths for dimensions that the model does not have. */
const checkKnown = ({ inputs, outputs }: OnnxGraph, lengths: Readonly<Record<string, number>>): void => {
  const known = [...inputs, ...outputs].flatMap(({ shape }) => shape?.filter((d) => typeof d === 'string') ?? [])
  const unknown = Object.keys(lengths).find((name) => !known.includes(name))
  if (unknown !== undefined)
    refuse('set the dimensions of onnxNetwork', [], {
      expected: known.length === 0 ? 'none' : `names among ${[...new Set(known)].join(', ')}`,
      found: `'${unknown}'`,
    })
}

const known = { ...budgetNames, dimensions: checkDimensions, maxRepeats: checkLimit } as const

/** The function of a model in which layers stand for nodes. */
type ApplyWith = (layersIn: (mode: Mode) => NodeLayers) => OnnxNetwork['apply']

const asLayer = (
  graph: OnnxGraph,
  { inputs, outputs, params, state }: Omit<OnnxNetwork, 'apply' | 'layer'>,
  applyWith: ApplyWith,
): OnnxNetwork['layer'] => {
  const [input, ...others] = inputs
  const [output, ...more] = outputs
  if (input === undefined || output === undefined || others.length + more.length > 0) return null
  const parts = nodeLayers(graph)
  const ofNodes = (layersIn: (mode: Mode) => NodeLayers): Layer<AnyShape, TensorsByName, TensorsByName> => {
    const apply = applyWith(layersIn)
    return ruled({
      composition: { parts, of: (layers) => ofNodes((mode) => nodesOf(graph, layers, mode)) },
      init: () => [params, state],
      apply: (mode) => (own, before, x) => {
        const [given, after] = apply(mode)(own, before, recordOf([[input.name, x]]))
        return [named('an output', given, output.name), after]
      },
    })
  }
  return ofNodes(asWritten)
}

/**
 * Imports a model. Operators and attributes that the library does not have are refused, all of them at once. Where the
 * file or `dimensions` states every length of the inputs, shapes are checked too, those of declared outputs among them,
 * without computing anything.
 *
 * @example
 * ```ts
 * import * as E from 'fp-ts/lib/Either.js'
 * import { decodeOnnx, onnxNetwork } from 'cotangent/onnx'
 *
 * const imported = E.chain(onnxNetwork())(decodeOnnx(new Uint8Array()))
 * E.isLeft(imported) // => true
 * ```
 */
export const onnxNetwork =
  (options: OnnxNetworkOptions = {}) =>
  (model: OnnxModel): E.Either<OnnxError, OnnxNetwork> => {
    const { dimensions = {}, maxRepeats = 1024, ...budget } = checkOptions('onnxNetwork', options, known)
    const unsupported = checkSupported(model)
    if (unsupported !== null) return E.left(unsupported)
    checkKnown(model.graph, dimensions)
    const { maxElements, maxCells, maxMembers } = budgetWith(budget)
    const limits = { opset: model.opset, maxRepeats, maxElements, maxCells, maxNodes: maxMembers }
    const own = initializersOf(model)
    const { graph } = model
    const inputs = requiredInputs(graph)
    const { outputs } = graph
    const [params, state] = [recordOf(own.params), recordOf(own.state)]
    const applyWith: ApplyWith = (layersIn) => (mode) => (given, before, values) => {
      checkByName('run the model', 'parameters', given)
      checkByName('run the model', 'a state', before)
      const next = new Map(Object.entries(before))
      const leave = (name: string, statistic: Tensor) => next.set(name, statistic)
      const { values: inputValues, instead } = givenInputs(graph, values)
      const run = runWith(own, limits, mode, [given, before], leave, layersIn(mode), instead)
      const results = runGraph(run, graph, inputValues)
      return [
        recordOf(outputs.flatMap(({ name }, k) => (results[k] ? [[name, results[k].tensor] as const] : []))),
        recordOf(next),
      ]
    }
    const fault = faultOf(graph, dimensions, (values) =>
      runGraph(
        runWith(own, limits, evalMode, [params, state], () => undefined, asWritten()),
        graph,
        values,
      ),
    )
    if (fault !== null) return E.left(fault)
    const parts = { inputs, outputs, params, state }
    return E.right({ ...parts, apply: applyWith(asWritten), layer: asLayer(graph, parts, applyWith) })
  }
