/**
 * @file IDX, the format of MNIST: bytes, raw or gzipped, to typed arrays and back.
 *
 *     00 00 <type> <rank> | rank dimensions, 4 bytes each | the elements, row-major      (all of it big-endian)
 *
 * The announced shape is compared with the available bytes before anything is allocated, so the size of the result is
 * bounded by the size of the input; nothing is ever loaded in part.
 *
 * Laws: "decodeIdx undoes encodeIdx", "every proper prefix is refused", "every extension is refused".
 */
import { checkBytes } from '../core/checkBytes.ts'
import { foundValue, kindOf } from '../core/foundValue.ts'
import { checkOptions } from '../core/options.ts'
import * as E from 'fp-ts/lib/Either.js'
import type { Budget } from '../codecs/Budget.ts'
import { budgetNames, budgetWith } from '../codecs/Budget.ts'
import { namesOf } from '../core/records.ts'
import type { Shape } from '../core/Shape.ts'
import { countOf, sizeOf } from '../core/Shape.ts'
import { checkCount, checkShape } from '../core/shapeRules.ts'
import { refuse } from '../core/TensorError.ts'
import type { DecodeError } from './DecodeError.ts'
import { gunzipWithin, isGzip } from './gunzip.ts'

/** The array that holds the elements of each IDX element type. */
export interface IdxData {
  readonly u8: Uint8Array
  readonly i8: Int8Array
  readonly i16: Int16Array
  readonly i32: Int32Array
  readonly f32: Float32Array
  readonly f64: Float64Array
}

/** Unsigned and signed integers and floats, by their width in bits. */
export type IdxElementType = keyof IdxData

/** One IDX file: `data` holds the elements of `shape` in row-major order, in the array of its element type. */
export type IdxArray = IdxArrayOf<IdxElementType>

/** An IDX file of these element types. */
type IdxArrayOf<Types extends IdxElementType> = {
  readonly [T in Types]: {
    readonly elementType: T
    readonly shape: Shape
    readonly data: IdxData[T]
  }
}[Types]

/** What a caller may require of a file beyond being IDX, and how large a gzipped one may become. */
export interface DecodeIdxOptions extends Partial<Budget> {
  /** The number the file must start with, such as `0x803` for unsigned bytes in three dimensions. */
  readonly magic?: number
}

interface ElementFormat<T extends IdxElementType> {
  readonly code: number
  readonly width: number
  readonly array: abstract new (...args: never) => IdxData[T]
  readonly read: (view: DataView, offset: number, count: number) => IdxData[T]
  readonly write: (view: DataView, offset: number, value: number) => void
}

// The array belongs to the caller, which has just made it.
// eslint-disable-next-line no-restricted-syntax
const fill = <A extends { [index: number]: number; readonly length: number }>(
  array: A,
  at: (i: number) => number,
): A => {
  for (let i = 0; i < array.length; i++) array[i] = at(i)
  return array
}

const formats: { readonly [T in IdxElementType]: ElementFormat<T> } = {
  u8: {
    code: 0x08,
    width: 1,
    array: Uint8Array,
    read: (view, offset, count) => new Uint8Array(view.buffer, view.byteOffset + offset, count).slice(),
    write: (view, offset, value) => view.setUint8(offset, value),
  },
  i8: {
    code: 0x09,
    width: 1,
    array: Int8Array,
    read: (view, offset, count) => new Int8Array(view.buffer, view.byteOffset + offset, count).slice(),
    write: (view, offset, value) => view.setInt8(offset, value),
  },
  i16: {
    code: 0x0b,
    width: 2,
    array: Int16Array,
    read: (view, offset, count) => fill(new Int16Array(count), (i) => view.getInt16(offset + 2 * i)),
    write: (view, offset, value) => view.setInt16(offset, value),
  },
  i32: {
    code: 0x0c,
    width: 4,
    array: Int32Array,
    read: (view, offset, count) => fill(new Int32Array(count), (i) => view.getInt32(offset + 4 * i)),
    write: (view, offset, value) => view.setInt32(offset, value),
  },
  f32: {
    code: 0x0d,
    width: 4,
    array: Float32Array,
    read: (view, offset, count) => fill(new Float32Array(count), (i) => view.getFloat32(offset + 4 * i)),
    write: (view, offset, value) => view.setFloat32(offset, value),
  },
  f64: {
    code: 0x0e,
    width: 8,
    array: Float64Array,
    read: (view, offset, count) => fill(new Float64Array(count), (i) => view.getFloat64(offset + 8 * i)),
    write: (view, offset, value) => view.setFloat64(offset, value),
  },
}

const elementTypes = namesOf(formats)

const magicBytes = 4
const dimensionBytes = 4
const highestRank = 255
const highestDimension = 2 ** 32 - 1

const elementCount = (shape: Shape): number => (shape.includes(0) ? 0 : sizeOf(shape))

/** Refuses anything but a whole number of 32 bits. */
const checkCode = (operation: string, name: string, code: number): number => checkCount(operation, `'${name}'`, code, 0)

/** What the header of a file says, and how long it is. */
interface Header {
  readonly elementType: IdxElementType
  readonly shape: Shape
  readonly bytes: number
}

const truncated = (part: 'header' | 'data', expected: number, found: number): E.Either<DecodeError, never> =>
  E.left({ _tag: 'Truncated', part, expected, found })

/** Reads the header of a file, of which the first 1,024 bytes are enough. */
export const decodeIdxHeader = (view: DataView, expectedMagic: number | undefined): E.Either<DecodeError, Header> => {
  if (view.byteLength < magicBytes) return truncated('header', magicBytes, view.byteLength)
  const magic = view.getUint32(0)
  if (expectedMagic !== undefined && magic !== expectedMagic) {
    return E.left({ _tag: 'WrongMagic', expected: expectedMagic, found: magic })
  }
  if (magic > 0xffff) return E.left({ _tag: 'WrongMagic', found: magic })
  const code = magic >>> 8
  const elementType = elementTypes.find((name) => formats[name].code === code)
  if (elementType === undefined) return E.left({ _tag: 'UnknownElementType', code })
  const rank = magic & 0xff
  const bytes = magicBytes + dimensionBytes * rank
  if (view.byteLength < bytes) return truncated('header', bytes, view.byteLength)
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(magicBytes + dimensionBytes * axis))
  return E.right({ elementType, shape, bytes })
}

const elementsOf = <T extends IdxElementType>(
  elementType: T,
  shape: Shape,
  view: DataView,
  start: number,
): IdxArrayOf<T> => ({ elementType, shape, data: formats[elementType].read(view, start, elementCount(shape)) })

const decodeRaw = (bytes: Uint8Array, magic: number | undefined): E.Either<DecodeError, IdxArray> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const header = decodeIdxHeader(view, magic)
  if (E.isLeft(header)) return header
  const { elementType, shape, bytes: start } = header.right
  const expected = start + formats[elementType].width * elementCount(shape)
  if (!Number.isSafeInteger(expected)) return E.left({ _tag: 'DimensionOverflow', shape })
  if (bytes.length < expected) return truncated('data', expected, bytes.length)
  if (bytes.length > expected) return E.left({ _tag: 'TrailingBytes', expected, found: bytes.length })
  return E.right(elementsOf(elementType, shape, view, start))
}

/**
 * Reads an IDX file of any element type and rank, gzipped or not; the content decides this, not the name.
 *
 * Refuses, with the numbers: a truncated file, a wrong or foreign magic number, an unknown element type, dimensions
 * that overflow, trailing bytes, and a damaged gzip stream. See LeCun and Cortes, "The MNIST database", for the format.
 *
 * @example
 * ```ts
 * import { decodeIdx } from 'cotangent/data'
 * import { either as E } from 'fp-ts'
 *
 * const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1)
 * E.isRight(decodeIdx()(labels)) // => true
 * E.isLeft(decodeIdx()(labels.subarray(0, 9))) // => true
 * ```
 */
export const decodeIdx = (given: DecodeIdxOptions = {}) => {
  const options = checkOptions('decodeIdx', given, { magic: checkCode, ...budgetNames })
  return (bytes: Uint8Array): E.Either<DecodeError, IdxArray> => {
    checkBytes('decodeIdx', bytes)
    if (!isGzip(bytes)) return decodeRaw(bytes, options.magic)
    const raw = gunzipWithin(budgetWith(options))(bytes)
    return E.isLeft(raw) ? raw : decodeRaw(raw.right, options.magic)
  }
}

/** Refuses what is no array that the format can hold. */
const checkEncodable = ({ elementType, shape, data }: IdxArray): void => {
  const refuseFor = (expected: string, found: string): never =>
    refuse('encodeIdx', [], { expected, found }, 'encode as IDX')
  if (!Object.hasOwn(formats, elementType))
    refuseFor(`'elementType' to be one of ${elementTypes.join(', ')}`, foundValue(elementType))
  checkShape('encodeIdx', shape)
  const found: unknown = data
  if (!(found instanceof formats[elementType].array))
    refuseFor(`'data' to be a ${formats[elementType].array.name}`, kindOf(found))
  if (shape.length > highestRank) refuseFor(`at most ${highestRank} axes`, String(shape.length))
  const long = shape.find((length) => length > highestDimension)
  if (long !== undefined) refuseFor(`lengths of at most ${highestDimension}`, String(long))
  if (sizeOf(shape) !== data.length) refuseFor(countOf(sizeOf(shape), 'element'), String(data.length))
}

/**
 * The bytes of an uncompressed IDX file.
 *
 * Throws a `TensorError` when the data are not in the array of their element type or do not fill the shape, or the shape does
 * not fit the format (rank 255, dimensions below 2^32).
 *
 * @example
 * ```ts
 * import { encodeIdx } from 'cotangent/data'
 *
 * encodeIdx({ elementType: 'u8', shape: [2], data: Uint8Array.of(7, 2) }).join(' ') // => '0 0 8 1 0 0 0 2 7 2'
 * ```
 */
export const encodeIdx = (array: IdxArray): Uint8Array => {
  const { elementType, shape, data } = array
  checkEncodable(array)
  const { code, width, write } = formats[elementType]
  const start = magicBytes + dimensionBytes * shape.length
  const bytes = new Uint8Array(start + width * data.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, (code << 8) | shape.length)
  shape.forEach((dimension, axis) => view.setUint32(magicBytes + dimensionBytes * axis, dimension))
  data.forEach((value, i) => write(view, start + width * i, value))
  return bytes
}
