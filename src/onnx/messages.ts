/**
 * @file The messages of an ONNX file as far as they are read or written here: `onnx.proto`, which is proto2.
 *
 * What only tells that a value is there, such as its kind of type, is kept as bytes.
 */
import type { Message } from '../codecs/protobuf.ts'
import {
  bytes,
  double,
  float,
  int32,
  int64,
  many,
  message,
  nested,
  one,
  packed,
  text,
  uint64,
} from '../codecs/protobuf.ts'

export interface TensorProto {
  readonly dims?: readonly bigint[]
  readonly dataType?: number
  readonly floatData?: readonly number[]
  readonly int32Data?: readonly number[]
  readonly int64Data?: readonly bigint[]
  readonly name?: string
  readonly rawData?: Uint8Array
  readonly doubleData?: readonly number[]
  readonly uint64Data?: readonly bigint[]
  readonly externalData?: readonly StringStringEntryProto[]
  readonly dataLocation?: number
}

interface StringStringEntryProto {
  readonly key?: string
  readonly value?: string
}

interface SparseTensorProto {
  readonly values?: TensorProto
}

export interface DimensionProto {
  readonly dimValue?: bigint
  readonly dimParam?: string
}

interface TensorShapeProto {
  readonly dim?: readonly DimensionProto[]
}

interface TensorTypeProto {
  readonly elemType?: number
  readonly shape?: TensorShapeProto
}

export interface TypeProto {
  readonly tensorType?: TensorTypeProto
  readonly sequenceType?: Uint8Array
  readonly mapType?: Uint8Array
  readonly opaqueType?: Uint8Array
  readonly sparseTensorType?: Uint8Array
  readonly optionalType?: Uint8Array
}

export interface ValueInfoProto {
  readonly name?: string
  readonly type?: TypeProto
}

export interface AttributeProto {
  readonly name?: string
  readonly type?: number
  readonly f?: number
  readonly i?: bigint
  readonly s?: Uint8Array
  readonly t?: TensorProto
  readonly g?: GraphProto
  readonly floats?: readonly number[]
  readonly ints?: readonly bigint[]
  readonly strings?: readonly Uint8Array[]
}

export interface NodeProto {
  readonly input?: readonly string[]
  readonly output?: readonly string[]
  readonly name?: string
  readonly opType?: string
  readonly domain?: string
  readonly attribute?: readonly AttributeProto[]
}

export interface GraphProto {
  readonly node?: readonly NodeProto[]
  readonly name?: string
  readonly initializer?: readonly TensorProto[]
  readonly sparseInitializer?: readonly SparseTensorProto[]
  readonly input?: readonly ValueInfoProto[]
  readonly output?: readonly ValueInfoProto[]
}

interface OperatorSetIdProto {
  readonly domain?: string
  readonly version?: bigint
}

interface FunctionProto {
  readonly name?: string
}

export interface ModelProto {
  readonly irVersion?: bigint
  readonly opsetImport?: readonly OperatorSetIdProto[]
  readonly producerName?: string
  readonly graph?: GraphProto
  readonly functions?: readonly FunctionProto[]
}

/** The kinds of attributes by their numbers in a file. */
export const attributeKinds = [
  'UNDEFINED',
  'FLOAT',
  'INT',
  'STRING',
  'TENSOR',
  'GRAPH',
  'FLOATS',
  'INTS',
  'STRINGS',
  'TENSORS',
  'GRAPHS',
  'SPARSE_TENSOR',
  'SPARSE_TENSORS',
  'TYPE_PROTO',
  'TYPE_PROTOS',
] as const

/** The `dataLocation` of a tensor whose data are in another file. */
export const externalLocation = 1

const entryProto: Message<StringStringEntryProto> = message({ key: one(1, text), value: one(2, text) })

export const tensorProto: Message<TensorProto> = message({
  dims: many(1, int64),
  dataType: one(2, int32),
  floatData: packed(4, float),
  int32Data: packed(5, int32),
  int64Data: packed(7, int64),
  name: one(8, text),
  rawData: one(9, bytes),
  doubleData: packed(10, double),
  uint64Data: packed(11, uint64),
  externalData: many(
    13,
    nested(() => entryProto),
  ),
  dataLocation: one(14, int32),
})

const sparseTensorProto: Message<SparseTensorProto> = message({
  values: one(
    1,
    nested(() => tensorProto),
  ),
})

const dimensionProto: Message<DimensionProto> = message({ dimValue: one(1, int64), dimParam: one(2, text) })

const shapeProto: Message<TensorShapeProto> = message({
  dim: many(
    1,
    nested(() => dimensionProto),
  ),
})

const tensorTypeProto: Message<TensorTypeProto> = message({
  elemType: one(1, int32),
  shape: one(
    2,
    nested(() => shapeProto),
  ),
})

const typeProto: Message<TypeProto> = message({
  tensorType: one(
    1,
    nested(() => tensorTypeProto),
  ),
  sequenceType: one(4, bytes),
  mapType: one(5, bytes),
  opaqueType: one(7, bytes),
  sparseTensorType: one(8, bytes),
  optionalType: one(9, bytes),
})

const valueInfoProto: Message<ValueInfoProto> = message({
  name: one(1, text),
  type: one(
    2,
    nested(() => typeProto),
  ),
})

export const attributeProto: Message<AttributeProto> = message({
  name: one(1, text),
  f: one(2, float),
  i: one(3, int64),
  s: one(4, bytes),
  t: one(
    5,
    nested(() => tensorProto),
  ),
  g: one(
    6,
    nested(() => graphProto),
  ),
  floats: many(7, float),
  ints: many(8, int64),
  strings: many(9, bytes),
  type: one(20, int32),
})

const nodeProto: Message<NodeProto> = message({
  input: many(1, text),
  output: many(2, text),
  name: one(3, text),
  opType: one(4, text),
  attribute: many(
    5,
    nested(() => attributeProto),
  ),
  domain: one(7, text),
})

const graphProto: Message<GraphProto> = message({
  node: many(
    1,
    nested(() => nodeProto),
  ),
  name: one(2, text),
  initializer: many(
    5,
    nested(() => tensorProto),
  ),
  input: many(
    11,
    nested(() => valueInfoProto),
  ),
  output: many(
    12,
    nested(() => valueInfoProto),
  ),
  sparseInitializer: many(
    15,
    nested(() => sparseTensorProto),
  ),
})

const operatorSetProto: Message<OperatorSetIdProto> = message({ domain: one(1, text), version: one(2, int64) })

const functionProto: Message<FunctionProto> = message({ name: one(1, text) })

export const modelProto: Message<ModelProto> = message({
  irVersion: one(1, int64),
  producerName: one(2, text),
  graph: one(
    7,
    nested(() => graphProto),
  ),
  opsetImport: many(
    8,
    nested(() => operatorSetProto),
  ),
  functions: many(
    25,
    nested(() => functionProto),
  ),
})
