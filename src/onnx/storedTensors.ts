/** @file Tensors of an ONNX file: their bytes, which may be typed lists, raw, or in a file of their own. */
import { dtypeBytes, fromFileBytes } from '../checkpoint/dtype.ts'
import type { Budget } from '../codecs/Budget.ts'
import { overBudget } from '../codecs/Budget.ts'
import { countOf } from '../core/Shape.ts'
import type { ElementType } from './elementTypes.ts'
import { elementTypeOf, storedAs } from './elementTypes.ts'
import type { TensorProto } from './messages.ts'
import { externalLocation } from './messages.ts'
import type { StoredTensor } from './OnnxModel.ts'
import { refuseInvalid, refuseModel, refuseOver } from './OnnxError.ts'

/** Finds the bytes of another file by its name, relative to the model's folder; `null` if there is none. */
export type ExternalData = (location: string) => Uint8Array | null

/** Far more axes than any tensor has. */
export const mostAxes = 64

/** What a reader of tensors needs to know. */
export interface TensorReading {
  readonly budget: Budget
  readonly external: ExternalData | null
}

const shapeOf = (name: string, dims: readonly bigint[], { budget }: TensorReading): readonly number[] => {
  if (dims.length > mostAxes)
    refuseInvalid(`the tensor '${name}'`, `at most ${String(mostAxes)} axes`, String(dims.length))
  const shape = dims.map(Number)
  const bad = shape.find((d) => !Number.isSafeInteger(d) || d < 0)
  if (bad !== undefined) refuseInvalid(`the tensor '${name}'`, 'lengths of 0 or more', String(bad))
  refuseOver(
    overBudget(
      budget,
      'maxElements',
      shape.reduce((a, b) => a * b, 1),
    ),
  )
  return shape
}

const fromBits = (type: ElementType, halves: readonly number[]): StoredTensor['data'] =>
  fromFileBytes(storedAs[type], new Uint8Array(Uint16Array.from(halves).buffer)).data

/** The entries of a tensor that are listed one by one. */
const listed = (type: ElementType, proto: TensorProto): StoredTensor['data'] => {
  const { floatData = [], doubleData = [], int32Data = [], int64Data = [], uint64Data = [] } = proto
  switch (type) {
    case 'float':
      return Float32Array.from(floatData)
    case 'double':
      return Float64Array.from(doubleData)
    case 'int64':
      return BigInt64Array.from(int64Data)
    case 'uint64':
      return BigUint64Array.from(uint64Data)
    case 'uint32':
      return Uint32Array.from(uint64Data.map(Number))
    case 'float16':
    case 'bfloat16':
      return fromBits(type, int32Data)
    case 'uint8':
    case 'bool':
      return Uint8Array.from(int32Data)
    case 'int8':
      return Int8Array.from(int32Data)
    case 'uint16':
      return Uint16Array.from(int32Data)
    case 'int16':
      return Int16Array.from(int32Data)
    case 'int32':
      return Int32Array.from(int32Data)
  }
}

/** A file beside the model: below its folder, by a plain relative path. */
export const isPlainPath = (location: string): boolean =>
  location !== '' &&
  !/^[/\\]|^[A-Za-z]:|[\\\0]/.test(location) &&
  location.split('/').every((part) => part !== '' && part !== '.' && part !== '..')

const externalBytes = (name: string, proto: TensorProto, size: number, { external }: TensorReading): Uint8Array => {
  const entries = new Map((proto.externalData ?? []).map(({ key, value }) => [key, value]))
  const location = entries.get('location') ?? ''
  const fail = (reason: string): never => refuseModel({ _tag: 'ExternalData', tensor: name, location, reason })
  if (!isPlainPath(location)) return fail('it is not a plain path below the folder of the model')
  const [offset, length] = [Number(entries.get('offset') ?? 0), Number(entries.get('length') ?? size)]
  if (!Number.isSafeInteger(offset) || offset < 0) return fail('its offset is no whole number')
  if (length !== size) return fail(`the tensor takes ${countOf(size, 'byte')}, and ${String(length)} are claimed`)
  const bytes = external?.(location) ?? null
  if (bytes === null) return fail(external === null ? 'no function to read it was given' : 'there is no such file')
  return offset + size <= bytes.length
    ? bytes.subarray(offset, offset + size)
    : fail(`it ends at byte ${String(bytes.length)}, before byte ${String(offset + size)}`)
}

/** Reads a tensor. Nothing is allocated before the bytes that it claims have been counted. */
export const storedTensor = (proto: TensorProto, reading: TensorReading, fallbackName = ''): StoredTensor => {
  const { name: own = '', dims = [], dataType = 0, rawData = new Uint8Array() } = proto
  const name = own === '' ? fallbackName : own
  const type =
    elementTypeOf(dataType) ??
    refuseModel({
      _tag: 'Unsupported',
      parts: [{ node: { operator: 'Tensor', name }, part: 'type', reason: `element type ${String(dataType)}` }],
    })
  const shape = shapeOf(name, dims, reading)
  const count = shape.reduce((a, b) => a * b, 1)
  const size = count * dtypeBytes[storedAs[type]]
  const isExternal = proto.dataLocation === externalLocation
  if (isExternal || rawData.length > 0) {
    const bytes = isExternal ? externalBytes(name, proto, size, reading) : rawData
    if (bytes.length !== size) refuseInvalid(`the tensor '${name}'`, countOf(size, 'byte'), String(bytes.length))
    return { name, type, shape, data: fromFileBytes(storedAs[type], bytes).data }
  }
  const data = listed(type, proto)
  return data.length === count
    ? { name, type, shape, data }
    : refuseInvalid(`the tensor '${name}'`, countOf(count, 'entry', 'entries'), String(data.length))
}
