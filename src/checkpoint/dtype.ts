/**
 * @file The element types of a safetensors file, and the typed array that holds each in memory.
 *
 * Bytes are little-endian in the file. Half precision has no array of its own: `F16` and `BF16` are widened to `F32`,
 * which is exact. `BOOL` is a byte, 0 or 1; other bytes of a file are kept. 64-bit integers stay whole
 * in `BigInt64Array` and `BigUint64Array`.
 */
import { foundValue } from '../core/foundValue.ts'
import { refuse } from '../core/TensorError.ts'

/** The array for the elements of each type that is held in memory as it is in the file. */
export interface DtypeArrays {
  readonly F64: Float64Array
  readonly F32: Float32Array
  readonly I64: BigInt64Array
  readonly U64: BigUint64Array
  readonly I32: Int32Array
  readonly U32: Uint32Array
  readonly I16: Int16Array
  readonly U16: Uint16Array
  readonly I8: Int8Array
  readonly U8: Uint8Array
  readonly BOOL: Uint8Array
}

/** The element types that can be written. */
export type Dtype = keyof DtypeArrays

/** The element types that can be read. */
export type StoredDtype = Dtype | 'F16' | 'BF16'

/** A tensor's numbers with their element type. */
export type TypedData = {
  readonly [D in Dtype]: { readonly dtype: D; readonly data: DtypeArrays[D] }
}[Dtype]

/** Bytes an element takes in the file. */
export const dtypeBytes: Readonly<Record<StoredDtype, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  U64: 8,
  I32: 4,
  U32: 4,
  I16: 2,
  U16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
}

/** The arrays that hold the elements of each type. */
const arrayNames: Readonly<Record<Dtype, string>> = {
  F64: 'Float64Array',
  F32: 'Float32Array',
  I64: 'BigInt64Array',
  U64: 'BigUint64Array',
  I32: 'Int32Array',
  U32: 'Uint32Array',
  I16: 'Int16Array',
  U16: 'Uint16Array',
  I8: 'Int8Array',
  U8: 'Uint8Array',
  BOOL: 'Uint8Array',
}

const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice('[object '.length, -1)

/** Refuses data that are not the array of their element type: a file would hold other bytes than its header says. */
export const checkTyped = (operation: string, phrase: string, { dtype, data }: TypedData): void => {
  if (!Object.hasOwn(arrayNames, dtype)) {
    const expected = `a dtype among ${Object.keys(arrayNames).join(', ')}`
    refuse(operation, [], { expected, found: foundValue(dtype) }, phrase)
  }
  if (tagOf(data) !== arrayNames[dtype]) {
    const found = ArrayBuffer.isView(data) ? `a ${tagOf(data)}` : foundValue(data)
    refuse(operation, [], { expected: `${dtype} in a ${arrayNames[dtype]}`, found }, phrase)
  }
}

/** Whether a name is an element type that can be read. */
export const isStoredDtype = (name: string): name is StoredDtype => Object.hasOwn(dtypeBytes, name)

const littleEndianMachine = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** A copy of the bytes, each element turned end for end where the machine is big-endian. */
const inMachineOrder = (bytes: Uint8Array, width: number): Uint8Array => {
  const copy = new Uint8Array(bytes)
  if (littleEndianMachine) return copy
  for (let from = 0; from < copy.length; from += width) copy.subarray(from, from + width).reverse()
  return copy
}

/** The value of a half-precision float (IEEE 754 binary16). */
const fromFloat16 = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

const widenFloat16 = (halves: Uint16Array): Float32Array => {
  const wide = new Float32Array(halves.length)
  for (let k = 0; k < wide.length; k++) wide[k] = fromFloat16(halves[k] ?? 0)
  return wide
}

/** bfloat16 is the upper half of a float32, so NaN payloads survive too. */
const widenBfloat16 = (halves: Uint16Array): Float32Array => {
  const wide = new Uint32Array(halves.length)
  for (let k = 0; k < wide.length; k++) wide[k] = (halves[k] ?? 0) << 16
  return new Float32Array(wide.buffer)
}

/** Whole numbers as float64, to the nearest. */
export const numbersOfWhole = (entries: ArrayLike<bigint>): Float64Array =>
  Float64Array.from({ length: entries.length }, (_, k) => Number(entries[k]))

/** The elements of a stretch of a file, copied into an array of their own. */
export const fromFileBytes = (dtype: StoredDtype, bytes: Uint8Array): TypedData => {
  const { buffer } = inMachineOrder(bytes, dtypeBytes[dtype])
  switch (dtype) {
    case 'F64':
      return { dtype, data: new Float64Array(buffer) }
    case 'F32':
      return { dtype, data: new Float32Array(buffer) }
    case 'F16':
      return { dtype: 'F32', data: widenFloat16(new Uint16Array(buffer)) }
    case 'BF16':
      return { dtype: 'F32', data: widenBfloat16(new Uint16Array(buffer)) }
    case 'I64':
      return { dtype, data: new BigInt64Array(buffer) }
    case 'U64':
      return { dtype, data: new BigUint64Array(buffer) }
    case 'I32':
      return { dtype, data: new Int32Array(buffer) }
    case 'U32':
      return { dtype, data: new Uint32Array(buffer) }
    case 'I16':
      return { dtype, data: new Int16Array(buffer) }
    case 'U16':
      return { dtype, data: new Uint16Array(buffer) }
    case 'I8':
      return { dtype, data: new Int8Array(buffer) }
    case 'U8':
    case 'BOOL':
      return { dtype, data: new Uint8Array(buffer) }
  }
}

/** The bytes of a tensor's elements as they stand in a file. */
export const toFileBytes = ({ dtype, data }: TypedData): Uint8Array =>
  inMachineOrder(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), dtypeBytes[dtype])
