/**
 * @file Reads an ONNX file: bytes to a checked {@link OnnxModel}.
 *
 * What is checked here: the opsets, every tensor against its bytes, and every name against what was named before it.
 */
import { checkBytes } from '../core/checkBytes.ts'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Budget } from '../codecs/Budget.ts'
import { budgetNames, budgetWith, overBudget } from '../codecs/Budget.ts'
import { lookingLike } from '../codecs/FileFormat.ts'
import { fromBytes } from '../codecs/protobuf.ts'
import { foundValue } from '../core/foundValue.ts'
import type { OptionNames } from '../core/options.ts'
import { checkOptions } from '../core/options.ts'
import { refuse } from '../core/TensorError.ts'
import { showShape } from '../core/Shape.ts'
import { elementTypeOf } from './elementTypes.ts'
import { fits, showSlot } from './givenInputs.ts'
import type { AttributeProto, GraphProto, ModelProto, NodeProto, TypeProto, ValueInfoProto } from './messages.ts'
import { attributeKinds, modelProto } from './messages.ts'
import type { OnnxError } from './OnnxError.ts'
import { refuseInvalid, refuseModel, refuseOver, thrownOnnxError } from './OnnxError.ts'
import type { Attribute, OnnxGraph, OnnxModel, OnnxNode, OnnxSlot, StoredTensor } from './OnnxModel.ts'
import type { ExternalData, TensorReading } from './storedTensors.ts'
import { storedTensor } from './storedTensors.ts'

/** How an ONNX file is read. */
export interface DecodeOnnxOptions extends Partial<Budget> {
  /**
   * Finds the bytes of a file beside the model, for tensors whose data are kept there. The name is a plain path below
   * the model's folder; any other is refused before the function is called.
   */
  readonly external?: ExternalData
}

const optionNames: OptionNames<DecodeOnnxOptions> = {
  ...budgetNames,
  external: (operation, name, read) =>
    typeof read === 'function' ||
    refuse(operation, [], { expected: `'${name}' to be a function`, found: foundValue(read) }),
}

interface Reading extends TensorReading {
  /** Whether a name is defined around this graph. */
  readonly isOuter: (name: string) => boolean
  readonly depth: number
}

const utf8 = new TextDecoder()

const attributeOf = (node: string, proto: AttributeProto, reading: Reading): Attribute => {
  const kind = attributeKinds[proto.type ?? 0]
  const name = proto.name ?? ''
  // Kinds that no operator of ours has are kept by name, to be reported.
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check
  switch (kind) {
    case 'FLOAT':
      return { _tag: 'Float', value: proto.f ?? 0 }
    case 'INT':
      return { _tag: 'Int', value: proto.i ?? 0n }
    case 'STRING':
      return { _tag: 'Text', value: utf8.decode(proto.s) }
    case 'FLOATS':
      return { _tag: 'Floats', value: proto.floats ?? [] }
    case 'INTS':
      return { _tag: 'Ints', value: proto.ints ?? [] }
    case 'STRINGS':
      return { _tag: 'Texts', value: (proto.strings ?? []).map((text) => utf8.decode(text)) }
    case 'TENSOR':
      return proto.t === undefined
        ? refuseInvalid(`the node '${node}'`, `a tensor as '${name}'`, 'nothing')
        : { _tag: 'Tensor', value: storedTensor(proto.t, reading, `${node}.${name}`) }
    case 'GRAPH':
      return proto.g === undefined
        ? refuseInvalid(`the node '${node}'`, `a graph as '${name}'`, 'nothing')
        : { _tag: 'Graph', value: graphOf(proto.g, { ...reading, depth: reading.depth + 1 }) }
    default:
      return { _tag: 'Other', value: kind ?? String(proto.type) }
  }
}

const nodeName = ({ name = '', output = [], opType = '' }: NodeProto): string =>
  name === '' ? (output.find((one) => one !== '') ?? opType) : name

const nodeOf = (proto: NodeProto, reading: Reading): OnnxNode => {
  const { domain = '', opType = '', input = [], output = [], attribute = [] } = proto
  const name = nodeName(proto)
  return {
    name,
    operator: domain === '' || domain === 'ai.onnx' ? opType : `${domain}.${opType}`,
    inputs: input,
    outputs: output,
    attributes: new Map(attribute.map((one) => [one.name ?? '', attributeOf(name, one, reading)])),
  }
}

/** The kind of a value that is no tensor; `null` if it has no kind. */
const otherKind = (type: TypeProto): string | null => Object.keys(type).find((kind) => kind !== 'tensorType') ?? null

const slotOf = ({ name = '', type = {} }: ValueInfoProto): OnnxSlot => {
  const kind = otherKind(type)
  if (kind !== null) {
    return refuseModel({
      _tag: 'Unsupported',
      parts: [{ node: { operator: 'Graph', name }, part: 'type', reason: `a value of kind ${kind}` }],
    })
  }
  const { tensorType } = type
  if (tensorType === undefined) return { name, type: null, shape: null }
  const shape =
    tensorType.shape &&
    (tensorType.shape.dim ?? []).map(({ dimValue, dimParam }) => {
      if (dimValue === undefined) return dimParam ?? null
      const length = Number(dimValue)
      return Number.isSafeInteger(length) && length >= 0
        ? length
        : refuseInvalid(`the value '${name}'`, 'lengths of 0 or more', String(dimValue))
    })
  return { name, type: elementTypeOf(tensorType.elemType ?? 0), shape: shape ?? null }
}

/** Values become entries of records, by their names. */
const checkName = (where: string, name: string): void => {
  if (name === '__proto__') refuseInvalid(where, 'names that an object can have', `'${name}'`)
}

const initializersOf = (proto: GraphProto, reading: Reading): ReadonlyMap<string, StoredTensor> => {
  const { initializer = [], sparseInitializer = [] } = proto
  if (sparseInitializer.length > 0)
    refuseModel({
      _tag: 'Unsupported',
      parts: sparseInitializer.map(({ values }) => ({
        node: { operator: 'Tensor', name: values?.name ?? '' },
        part: 'storage',
        reason: 'a sparse tensor',
      })),
    })
  const found = new Map<string, StoredTensor>()
  for (const one of initializer) {
    const { name = '' } = one
    if (name === '' || found.has(name)) refuseInvalid('the initializers', 'names of their own', `'${name}'`)
    checkName('the initializers', name)
    found.set(name, storedTensor(one, reading))
  }
  return found
}

/** Refuses an initializer of a shape that is not the one that it is declared with as an input. */
const checkDeclared = (inputs: readonly OnnxSlot[], initializers: ReadonlyMap<string, StoredTensor>): void => {
  inputs.forEach((slot) => {
    const shape = initializers.get(slot.name)?.shape
    if (shape !== undefined && !fits(shape, slot))
      refuseInvalid(`the initializer '${slot.name}'`, `the declared shape ${showSlot(slot)}`, showShape(shape))
  })
}

const graphOf = (proto: GraphProto, reading: Reading): OnnxGraph => {
  refuseOver(overBudget(reading.budget, 'maxDepth', reading.depth))
  const { node = [], initializer = [], input = [], output = [] } = proto
  refuseOver(overBudget(reading.budget, 'maxMembers', node.length + initializer.length))
  const initializers = initializersOf(proto, reading)
  const inputs = input.map(slotOf)
  checkDeclared(inputs, initializers)
  const own = new Set([...initializers.keys()])
  for (const { name } of inputs) {
    if (name === '' || (own.has(name) && !initializers.has(name)))
      refuseInvalid('the inputs', 'names of their own', `'${name}'`)
    checkName('the inputs', name)
    own.add(name)
  }
  const isKnown = (name: string): boolean => own.has(name) || reading.isOuter(name)
  const nodes: OnnxNode[] = []
  for (const one of node) {
    const missing = one.input?.find((name) => name !== '' && !isKnown(name))
    if (missing !== undefined)
      refuseInvalid(`the node '${nodeName(one)}'`, 'inputs that are named before it', `'${missing}'`)
    nodes.push(nodeOf(one, { ...reading, isOuter: isKnown }))
    for (const name of one.output ?? []) {
      if (name === '') continue
      checkName('the outputs of nodes', name)
      if (own.has(name)) refuseInvalid(`the node '${nodeName(one)}'`, 'outputs with names of their own', `'${name}'`)
      own.add(name)
    }
  }
  const outputs = output.map(slotOf)
  const lost = outputs.find(({ name }) => !isKnown(name))
  if (lost !== undefined) refuseInvalid('the outputs', 'names that the graph defines', `'${lost.name}'`)
  return { inputs, outputs, initializers, nodes }
}

/** The versions of the operators that ONNX's own tests are written in, and that pass. */
const [oldestOpset, latestOpset] = [6, 28]

const opsetOf = ({ opsetImport = [] }: ModelProto): number => {
  const own = opsetImport.find(({ domain = '' }) => domain === '' || domain === 'ai.onnx')
  // A model of other operators alone; each of them is reported where it is imported.
  if (own === undefined && opsetImport.length > 0) return latestOpset
  if (own === undefined) return refuseInvalid('the opsets', 'a version of ONNX', 'none')
  const found = Number(own.version ?? 0n)
  return Number.isSafeInteger(found) && found >= oldestOpset && found <= latestOpset
    ? found
    : refuseModel({ _tag: 'UnsupportedOpset', found, oldest: oldestOpset, latest: latestOpset })
}

const modelOf = (proto: ModelProto, reading: TensorReading): OnnxModel => {
  const { graph, functions = [], producerName = '' } = proto
  if (graph === undefined) return refuseInvalid('the model', 'a graph', 'none')
  if (functions.length > 0)
    refuseModel({
      _tag: 'Unsupported',
      parts: functions.map(({ name = '' }) => ({
        node: { operator: 'Function', name },
        part: 'operator',
        reason: 'a function of the model itself',
      })),
    })
  const opset = opsetOf(proto)
  return { opset, producer: producerName, graph: graphOf(graph, { ...reading, isOuter: () => false, depth: 0 }) }
}

const decoded = (bytes: Uint8Array, budget: Budget, external: ExternalData | null): E.Either<OnnxError, OnnxModel> => {
  const over = overBudget(budget, 'maxBytes', bytes.length)
  if (over !== null) return E.left(over)
  const proto = E.tryCatch(
    () => fromBytes(modelProto, bytes),
    (thrown): OnnxError => ({
      _tag: 'Unreadable',
      detail: thrown instanceof Error ? thrown.message : 'no protocol buffer',
    }),
  )
  if (E.isLeft(proto)) return proto
  try {
    return E.right(modelOf(proto.right, { budget, external }))
  } catch (thrown) {
    const error = thrownOnnxError(thrown)
    if (error === null) throw thrown
    return E.left(error)
  }
}

/**
 * Reads the bytes of an `.onnx` file. Every tensor is checked against its bytes before anything is allocated, and
 * every name that a node reads must be defined before it.
 *
 * @example
 * ```ts
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { decodeOnnx } from 'cotangent/onnx'
 *
 * isLeft(decodeOnnx(new Uint8Array([8, 1]))) // => true
 * ```
 */
export const decodeOnnx = (bytes: Uint8Array, options: DecodeOnnxOptions = {}): E.Either<OnnxError, OnnxModel> => {
  const { external = null, ...limits } = checkOptions('decodeOnnx', options, optionNames)
  return pipe(
    decoded(checkBytes('decodeOnnx', bytes), budgetWith(limits), external),
    E.mapLeft(lookingLike(bytes, 'onnx')),
  )
}
