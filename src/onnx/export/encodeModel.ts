/** @file A model that this library has made, as the bytes of an `.onnx` file. */
import type { TypedData } from '../../checkpoint/dtype.ts'
import { toFileBytes } from '../../checkpoint/dtype.ts'
import { toBytes } from '../../codecs/protobuf.ts'
import { elementNumberOf } from '../elementTypes.ts'
import type { AttributeProto, DimensionProto, GraphProto, NodeProto, TensorProto, ValueInfoProto } from '../messages.ts'
import { attributeKinds, externalLocation, modelProto } from '../messages.ts'
import type { OnnxSlot } from '../OnnxModel.ts'

/** A tensor of a file that is written. */
export interface WrittenTensor {
  readonly type: 'float' | 'double' | 'int64'
  readonly shape: readonly number[]
  readonly data: TypedData
}

/** An attribute that is written. */
export type WrittenAttribute =
  | { readonly _tag: 'Float'; readonly value: number }
  | { readonly _tag: 'Int'; readonly value: number }
  | { readonly _tag: 'Text'; readonly value: string }
  | { readonly _tag: 'Ints'; readonly value: readonly number[] }
  | { readonly _tag: 'Tensor'; readonly value: WrittenTensor }

/** A node that is written. */
export interface WrittenNode {
  readonly name: string
  readonly operator: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, WrittenAttribute>>
}

/** A graph that is written; nodes are in the order in which they are computed. */
export interface WrittenGraph {
  readonly inputs: readonly OnnxSlot[]
  readonly outputs: readonly OnnxSlot[]
  readonly initializers: ReadonlyMap<string, WrittenTensor>
  readonly nodes: readonly WrittenNode[]
}

/** The version of ONNX's operators that files are written in. */
const writtenOpset = 17

const utf8 = new TextEncoder()

const tensorOf = (name: string, { type, shape, data }: WrittenTensor): TensorProto => ({
  name,
  dims: shape.map(BigInt),
  dataType: elementNumberOf(type),
  rawData: toFileBytes(data),
})

/** Where the numbers of a tensor are in a file beside the model. */
interface Place {
  readonly location: string
  readonly offset: number
  readonly length: number
}

const tensorAt = (name: string, { type, shape }: WrittenTensor, place: Place): TensorProto => ({
  name,
  dims: shape.map(BigInt),
  dataType: elementNumberOf(type),
  dataLocation: externalLocation,
  externalData: Object.entries(place).map(([key, value]) => ({ key, value: String(value) })),
})

const attributeOf = (name: string, attribute: WrittenAttribute): AttributeProto => {
  const of = (kind: (typeof attributeKinds)[number], value: AttributeProto): AttributeProto => ({
    name,
    type: attributeKinds.indexOf(kind),
    ...value,
  })
  switch (attribute._tag) {
    case 'Float':
      return of('FLOAT', { f: attribute.value })
    case 'Int':
      return of('INT', { i: BigInt(attribute.value) })
    case 'Text':
      return of('STRING', { s: utf8.encode(attribute.value) })
    case 'Ints':
      return of('INTS', { ints: attribute.value.map(BigInt) })
    case 'Tensor':
      return of('TENSOR', { t: tensorOf('', attribute.value) })
  }
}

const nodeOf = ({ name, operator, inputs, outputs, attributes }: WrittenNode): NodeProto => ({
  name,
  opType: operator,
  input: inputs,
  output: outputs,
  attribute: Object.entries(attributes).map(([own, attribute]) => attributeOf(own, attribute)),
})

const lengthOf = (length: number | string | null): DimensionProto =>
  typeof length === 'number' ? { dimValue: BigInt(length) } : length === null ? {} : { dimParam: length }

const slotOf = ({ name, type, shape }: OnnxSlot): ValueInfoProto => ({
  name,
  type: { tensorType: { elemType: elementNumberOf(type ?? 'float'), shape: { dim: (shape ?? []).map(lengthOf) } } },
})

type Places = ReadonlyMap<string, Place>

const graphOf = ({ inputs, outputs, initializers, nodes }: WrittenGraph, places: Places): GraphProto => ({
  name: 'cotangent',
  input: inputs.map(slotOf),
  output: outputs.map(slotOf),
  initializer: [...initializers].map(([own, tensor]) => {
    const place = places.get(own)
    return place === undefined ? tensorOf(own, tensor) : tensorAt(own, tensor, place)
  }),
  node: nodes.map(nodeOf),
})

/** The bytes of a model of this graph; some initializers may be elsewhere. */
export const encodeModel = (graph: WrittenGraph, places: Places = new Map()): Uint8Array =>
  toBytes(modelProto, {
    irVersion: 8n,
    producerName: 'cotangent',
    opsetImport: [{ domain: '', version: BigInt(writtenOpset) }],
    graph: graphOf(graph, places),
  })

/** A model, and the numbers of its large tensors, which belong in a file of the name that the model gives. */
export interface OnnxFiles {
  readonly model: Uint8Array
  /** The parts of the file, one after another: it may be larger than one array can be. */
  readonly data: readonly Uint8Array[]
}

/** Tensors of fewer bytes stay in the model: readers take shapes from them. */
const leastOutside = 1024

/** Tensors begin at multiples of this, so that a reader can map them into memory. */
const page = 4096

/** The model of this graph, with its large initializers in a file of this name. */
export const encodeFiles = (graph: WrittenGraph, location: string): OnnxFiles => {
  const places = new Map<string, Place>()
  const data: Uint8Array[] = []
  let end = 0
  for (const [name, { data: numbers }] of graph.initializers) {
    const bytes = toFileBytes(numbers)
    if (bytes.length < leastOutside) continue
    const offset = Math.ceil(end / page) * page
    if (offset > end) data.push(new Uint8Array(offset - end))
    data.push(bytes)
    places.set(name, { location, offset, length: bytes.length })
    end = offset + bytes.length
  }
  return { model: encodeModel(graph, places), data }
}

/** How many bytes of numbers a model of this graph has, and how many of these can be in another file. */
export const bytesOf = ({ initializers, nodes }: WrittenGraph): { readonly all: number; readonly movable: number } => {
  const constants = nodes.flatMap(({ attributes }) =>
    Object.values(attributes).flatMap((one) => (one._tag === 'Tensor' ? [one.value] : [])),
  )
  const sizeOf = (tensors: readonly WrittenTensor[]): number =>
    tensors.reduce((sum, { data }) => sum + data.data.byteLength, 0)
  const stored = [...initializers.values()]
  return {
    all: sizeOf(stored) + sizeOf(constants),
    movable: sizeOf(stored.filter(({ data }) => data.data.byteLength >= leastOutside)),
  }
}
