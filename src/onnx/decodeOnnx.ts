/**
 * @file Reads an ONNX file: bytes to a checked {@link OnnxModel}.
 *
 * The messages are decoded by `@bufbuild/protobuf`, with ONNX's definitions from `onnx-buf`. What is checked here: the
 * opsets, every tensor against its bytes, and every name against what was named before it.
 */
import { fromBinary } from '@bufbuild/protobuf'
import * as E from 'fp-ts/lib/Either.js'
import type { AttributeProto, GraphProto, ModelProto, NodeProto, ValueInfoProto } from 'onnx-buf'
import { AttributeProto_AttributeType as Kind, ModelProtoSchema } from 'onnx-buf'
import type { Budget } from '../codecs/Budget.ts'
import { budgetNames, budgetWith, overBudget } from '../codecs/Budget.ts'
import { checkOptions } from '../core/options.ts'
import { elementTypeOf } from './elementTypes.ts'
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

interface Reading extends TensorReading {
  /** Whether a name is defined around this graph. */
  readonly isOuter: (name: string) => boolean
  readonly depth: number
}

const utf8 = new TextDecoder()

const attributeOf = (node: string, proto: AttributeProto, reading: Reading): Attribute => {
  // Kinds that no operator of ours has are kept by name, to be reported.
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check
  switch (proto.type) {
    case Kind.FLOAT:
      return { _tag: 'Float', value: proto.f }
    case Kind.INT:
      return { _tag: 'Int', value: proto.i }
    case Kind.STRING:
      return { _tag: 'Text', value: utf8.decode(proto.s) }
    case Kind.FLOATS:
      return { _tag: 'Floats', value: proto.floats }
    case Kind.INTS:
      return { _tag: 'Ints', value: proto.ints }
    case Kind.STRINGS:
      return { _tag: 'Texts', value: proto.strings.map((text) => utf8.decode(text)) }
    case Kind.TENSOR:
      return proto.t === undefined
        ? refuseInvalid(`the node '${node}'`, `a tensor as '${proto.name}'`, 'nothing')
        : { _tag: 'Tensor', value: storedTensor(proto.t, reading, `${node}.${proto.name}`) }
    case Kind.GRAPH:
      return proto.g === undefined
        ? refuseInvalid(`the node '${node}'`, `a graph as '${proto.name}'`, 'nothing')
        : { _tag: 'Graph', value: graphOf(proto.g, { ...reading, depth: reading.depth + 1 }) }
    default:
      return { _tag: 'Other', value: Kind[proto.type] }
  }
}

const nodeName = ({ name, output, opType }: NodeProto): string =>
  name === '' ? (output.find((one) => one !== '') ?? opType) : name

const nodeOf = (proto: NodeProto, reading: Reading): OnnxNode => {
  const name = nodeName(proto)
  const domain = proto.domain === '' || proto.domain === 'ai.onnx' ? '' : `${proto.domain}.`
  return {
    name,
    operator: domain + proto.opType,
    inputs: proto.input,
    outputs: proto.output,
    attributes: new Map(proto.attribute.map((one) => [one.name, attributeOf(name, one, reading)])),
  }
}

const slotOf = ({ name, type }: ValueInfoProto): OnnxSlot => {
  const tensor = type?.value.case === 'tensorType' ? type.value.value : null
  if (tensor === null) {
    return type?.value.case === undefined
      ? { name, type: null, shape: null }
      : refuseModel({
          _tag: 'Unsupported',
          parts: [{ node: { operator: 'Graph', name }, part: 'type', reason: `a value of kind ${type.value.case}` }],
        })
  }
  const shape = tensor.shape?.dim.map(({ value }) => {
    if (value.case !== 'dimValue') return value.value ?? null
    const length = Number(value.value)
    return Number.isSafeInteger(length) && length >= 0
      ? length
      : refuseInvalid(`the value '${name}'`, 'lengths of 0 or more', String(value.value))
  })
  return { name, type: elementTypeOf(tensor.elemType), shape: shape ?? null }
}

/** Values become entries of records, by their names. */
const checkName = (where: string, name: string): void => {
  if (name === '__proto__') refuseInvalid(where, 'names that an object can have', `'${name}'`)
}

const initializersOf = (proto: GraphProto, reading: Reading): ReadonlyMap<string, StoredTensor> => {
  if (proto.sparseInitializer.length > 0)
    refuseModel({
      _tag: 'Unsupported',
      parts: proto.sparseInitializer.map(({ values }) => ({
        node: { operator: 'Tensor', name: values?.name ?? '' },
        part: 'storage',
        reason: 'a sparse tensor',
      })),
    })
  const found = new Map<string, StoredTensor>()
  for (const one of proto.initializer) {
    if (one.name === '' || found.has(one.name)) refuseInvalid('the initializers', 'names of their own', `'${one.name}'`)
    checkName('the initializers', one.name)
    found.set(one.name, storedTensor(one, reading))
  }
  return found
}

const graphOf = (proto: GraphProto, reading: Reading): OnnxGraph => {
  refuseOver(overBudget(reading.budget, 'maxDepth', reading.depth))
  refuseOver(overBudget(reading.budget, 'maxMembers', proto.node.length + proto.initializer.length))
  const initializers = initializersOf(proto, reading)
  const inputs = proto.input.map(slotOf)
  const own = new Set([...initializers.keys()])
  for (const { name } of inputs) {
    if (name === '' || (own.has(name) && !initializers.has(name)))
      refuseInvalid('the inputs', 'names of their own', `'${name}'`)
    checkName('the inputs', name)
    own.add(name)
  }
  const isKnown = (name: string): boolean => own.has(name) || reading.isOuter(name)
  const nodes: OnnxNode[] = []
  for (const one of proto.node) {
    const missing = one.input.find((name) => name !== '' && !isKnown(name))
    if (missing !== undefined)
      refuseInvalid(`the node '${nodeName(one)}'`, 'inputs that are named before it', `'${missing}'`)
    nodes.push(nodeOf(one, { ...reading, isOuter: isKnown }))
    for (const name of one.output) {
      if (name === '') continue
      checkName('the outputs of nodes', name)
      if (own.has(name)) refuseInvalid(`the node '${nodeName(one)}'`, 'outputs with names of their own', `'${name}'`)
      own.add(name)
    }
  }
  const outputs = proto.output.map(slotOf)
  const lost = outputs.find(({ name }) => !isKnown(name))
  if (lost !== undefined) refuseInvalid('the outputs', 'names that the graph defines', `'${lost.name}'`)
  return { inputs, outputs, initializers, nodes }
}

/** The versions of the operators that ONNX's own tests are written in, and that pass. */
const [oldestOpset, latestOpset] = [6, 28]

const opsetOf = ({ opsetImport }: ModelProto): number => {
  const own = opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')
  // A model of other operators alone; each of them is reported where it is imported.
  if (own === undefined && opsetImport.length > 0) return latestOpset
  if (own === undefined) return refuseInvalid('the opsets', 'a version of ONNX', 'none')
  const found = Number(own.version)
  return Number.isSafeInteger(found) && found >= oldestOpset && found <= latestOpset
    ? found
    : refuseModel({ _tag: 'UnsupportedOpset', found, oldest: oldestOpset, latest: latestOpset })
}

const modelOf = (proto: ModelProto, reading: TensorReading): OnnxModel => {
  const { graph } = proto
  if (graph === undefined) return refuseInvalid('the model', 'a graph', 'none')
  if (proto.functions.length > 0)
    refuseModel({
      _tag: 'Unsupported',
      parts: proto.functions.map(({ name }) => ({
        node: { operator: 'Function', name },
        part: 'operator',
        reason: 'a function of the model itself',
      })),
    })
  const opset = opsetOf(proto)
  return { opset, producer: proto.producerName, graph: graphOf(graph, { ...reading, isOuter: () => false, depth: 0 }) }
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
  const { external = null, ...limits } = checkOptions('decodeOnnx', options, { ...budgetNames, external: true })
  const budget = budgetWith(limits)
  const over = overBudget(budget, 'maxBytes', bytes.length)
  if (over !== null) return E.left(over)
  const decoded = E.tryCatch(
    () => fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false }),
    (thrown): OnnxError => ({
      _tag: 'Unreadable',
      detail: thrown instanceof Error ? thrown.message : 'no protocol buffer',
    }),
  )
  if (E.isLeft(decoded)) return decoded
  try {
    return E.right(modelOf(decoded.right, { budget, external }))
  } catch (thrown) {
    const error = thrownOnnxError(thrown)
    if (error === null) throw thrown
    return E.left(error)
  }
}
