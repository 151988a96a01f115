/** @file Small ONNX models, made with the messages of the format. */
import { create, toBinary } from '@bufbuild/protobuf'
import {
  AttributeProto_AttributeType as Kind,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProtoSchema,
  ValueInfoProtoSchema,
} from 'onnx-buf'
import type { AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto, ValueInfoProto } from 'onnx-buf'

/** A floating-point tensor. */
export const floats = (name: string, dims: readonly number[], data: readonly number[]): TensorProto =>
  create(TensorProtoSchema, { name, dims: dims.map(BigInt), dataType: 1, floatData: [...data] })

/** A tensor of 64-bit whole numbers. */
export const ints = (name: string, dims: readonly number[], data: readonly (number | bigint)[]): TensorProto =>
  create(TensorProtoSchema, { name, dims: dims.map(BigInt), dataType: 7, int64Data: data.map(BigInt) })

const shapeOf = (dims: readonly (number | string)[]) => ({
  dim: dims.map((d) => ({
    value:
      typeof d === 'number' ? { case: 'dimValue' as const, value: BigInt(d) } : { case: 'dimParam' as const, value: d },
  })),
})

/** An input or output; a word is an open length, and `null` any shape. */
export const slot = (name: string, dims: readonly (number | string)[] | null, elemType = 1): ValueInfoProto =>
  create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: 'tensorType',
        value: {
          elemType,
          ...(dims === null ? {} : { shape: shapeOf(dims) }),
        },
      },
    },
  })

type Setting =
  number | string | readonly string[] | readonly number[] | TensorProto | GraphProto | { readonly float: number }

const isTensor = (value: object): value is TensorProto => '$typeName' in value && value.$typeName === 'onnx.TensorProto'
const isGraph = (value: object): value is GraphProto => '$typeName' in value && value.$typeName === 'onnx.GraphProto'

const isWords = (value: object): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string')

const attribute = (name: string, value: Setting): AttributeProto => {
  const make = (fields: Partial<AttributeProto>): AttributeProto =>
    create(AttributeProtoSchema, { name, ...fields } as never)
  if (typeof value === 'number') return make({ type: Kind.INT, i: BigInt(value) })
  if (typeof value === 'string') return make({ type: Kind.STRING, s: new TextEncoder().encode(value) })
  if (isTensor(value)) return make({ type: Kind.TENSOR, t: value })
  if (isGraph(value)) return make({ type: Kind.GRAPH, g: value })
  if (isWords(value)) return make({ type: Kind.STRINGS, strings: value.map((word) => new TextEncoder().encode(word)) })
  if ('float' in value) return make({ type: Kind.FLOAT, f: value.float })
  return make({ type: Kind.INTS, ints: value.map(BigInt) })
}

/** A node: `node('Add', ['a', 'b'], ['y'], { axis: 1 })`. */
export const node = (
  opType: string,
  input: readonly string[],
  output: readonly string[],
  settings: Readonly<Record<string, Setting>> = {},
): NodeProto =>
  create(NodeProtoSchema, {
    opType,
    input: [...input],
    output: [...output],
    attribute: Object.entries(settings).map(([name, value]) => attribute(name, value)),
  })

/** The parts of a graph. */
export interface GraphParts {
  readonly inputs?: readonly ValueInfoProto[]
  readonly outputs?: readonly ValueInfoProto[]
  readonly initializers?: readonly TensorProto[]
  readonly nodes?: readonly NodeProto[]
}

/** A graph. */
export const graph = ({ inputs = [], outputs = [], initializers = [], nodes = [] }: GraphParts): GraphProto =>
  create(GraphProtoSchema, {
    input: [...inputs],
    output: [...outputs],
    initializer: [...initializers],
    node: [...nodes],
  })

/** A model as a message. */
export const modelOf = (parts: GraphParts, opset = 17): ModelProto =>
  create(ModelProtoSchema, {
    irVersion: 8n,
    opsetImport: [{ domain: '', version: BigInt(opset) }],
    graph: graph(parts),
  })

/** The bytes of a model. */
export const bytesOf = (parts: GraphParts, opset = 17): Uint8Array => toBinary(ModelProtoSchema, modelOf(parts, opset))

/** LeNet for digits [N, 1, 28, 28], as PyTorch exports it; weights by name, such as `conv1.weight`. */
export const lenetParts = (
  weights: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: readonly number[] }>>,
): GraphParts => {
  const layer = (kind: 'Conv' | 'Gemm', name: string, from: string, settings: Readonly<Record<string, Setting>>) =>
    node(kind, [from, `${name}.weight`, `${name}.bias`], [name], settings)
  const halved = (from: string): NodeProto =>
    node('MaxPool', [from], [`${from}.half`], { kernel_shape: [2, 2], strides: [2, 2] })
  const relu = (from: string): NodeProto => node('Relu', [from], [`${from}.relu`])
  return {
    inputs: [slot('image', ['N', 1, 28, 28])],
    outputs: [slot('fc3', ['N', 10])],
    initializers: Object.entries(weights).map(([name, { shape, data }]) => floats(name, shape, data)),
    nodes: [
      layer('Conv', 'conv1', 'image', { kernel_shape: [5, 5], pads: [2, 2, 2, 2] }),
      relu('conv1'),
      halved('conv1.relu'),
      layer('Conv', 'conv2', 'conv1.relu.half', { kernel_shape: [5, 5] }),
      relu('conv2'),
      halved('conv2.relu'),
      node('Flatten', ['conv2.relu.half'], ['flat'], { axis: 1 }),
      layer('Gemm', 'fc1', 'flat', { transB: 1 }),
      relu('fc1'),
      layer('Gemm', 'fc2', 'fc1.relu', { transB: 1 }),
      relu('fc2'),
      layer('Gemm', 'fc3', 'fc2.relu', { transB: 1 }),
    ],
  }
}
