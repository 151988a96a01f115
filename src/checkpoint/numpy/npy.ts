/**
 * @file NumPy's files of one array, `.npy`: to bytes and back.
 *
 *     magic, version | header length | header, a Python literal, padded | the numbers
 *     header = { 'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
 *
 * Read are versions 1 to 3, floats of 2, 4 and 8 bytes, integers of 1 to 8 bytes and booleans, in both byte orders and both
 * orders of axes. Half precision becomes float32, which is exact. Anything else is refused, Python objects in particular.
 * The form of the header, the shape and the number of bytes are checked before anything is allocated. (NumPy, NEP 1.)
 *
 * Laws: "decodeNpy undoes encodeNpy", "every proper prefix is refused", "the order of axes does not matter".
 */
import { checkBytes } from '../../core/checkBytes.ts'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Budget } from '../../codecs/Budget.ts'
import { budgetNames, budgetWith, overBudget } from '../../codecs/Budget.ts'
import { lookingLike } from '../../codecs/FileFormat.ts'
import { checkOptions } from '../../core/options.ts'
import type { Shape } from '../../core/Shape.ts'
import { sizeOf, stridesOf } from '../../core/Shape.ts'
import type { CheckpointError } from '../CheckpointError.ts'
import type { Dtype, StoredDtype, TypedData } from '../dtype.ts'
import { dtypeBytes, fromFileBytes, toFileBytes } from '../dtype.ts'
import type { SafetensorsEntry } from '../SafetensorsEntry.ts'
import { checkFilled } from '../SafetensorsEntry.ts'

/** Limits on a file; the defaults are those of `Budget`. */
export type DecodeNpyOptions = Partial<Budget>

const magic = '\u0093NUMPY'
const fixedBytes = magic.length + 2
const alignment = 64

/** Element types by the letters of NumPy. */
const dtypes: Readonly<Record<string, StoredDtype>> = {
  f8: 'F64',
  f4: 'F32',
  f2: 'F16',
  i8: 'I64',
  i4: 'I32',
  i2: 'I16',
  i1: 'I8',
  u8: 'U64',
  u4: 'U32',
  u2: 'U16',
  u1: 'U8',
  b1: 'BOOL',
}

const lettersOf = (dtype: Dtype): string => Object.keys(dtypes).find((letters) => dtypes[letters] === dtype) ?? 'f8'

const fault = (reason: string): E.Either<CheckpointError, never> => E.left({ _tag: 'NumpyFault', reason })

/** What a header says, and where the numbers begin. */
interface Header {
  readonly dtype: StoredDtype
  readonly isBigEndian: boolean
  readonly isColumnMajor: boolean
  readonly shape: Shape
  readonly begin: number
}

const literal =
  /^\{\s*'descr':\s*'([<>|=])([a-z]\d+)',\s*'fortran_order':\s*(True|False),\s*'shape':\s*\(([\d, ]*)\),?\s*\}\s*$/

const sideOf = (text: string): number => (/^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN)

/** The sides in a Python tuple: `3, 4`, `3,`, or nothing. */
const shapeIn = (text: string): Shape | null => {
  if (text.trim() === '') return []
  const parts = text.split(',')
  const sides = (parts.at(-1)?.trim() === '' ? parts.slice(0, -1) : parts).map(sideOf)
  const isTuple = parts.length > 1 && sides.every(Number.isSafeInteger)
  return isTuple ? sides : null
}

const headerOf = (bytes: Uint8Array): E.Either<CheckpointError, Header> => {
  const text = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to))
  if (bytes.length < fixedBytes || text(0, magic.length) !== magic) return fault('it does not begin as one')
  const version = bytes[magic.length] ?? 0
  if (version < 1 || version > 3) return fault(`its version is ${String(version)}`)
  const lengthBytes = version === 1 ? 2 : 4
  const from = fixedBytes + lengthBytes
  if (bytes.length < from) return fault('it ends in its header')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = version === 1 ? view.getUint16(fixedBytes, true) : view.getUint32(fixedBytes, true)
  const begin = from + length
  if (begin > bytes.length) return fault('it ends in its header')
  if (length > 1 << 16) return fault(`its header has ${String(length)} bytes`)
  const found = literal.exec(text(from, begin))
  if (found === null) return fault('its header is not that of one array of numbers')
  const [, order = '', letters = '', fortran = '', sides = ''] = found
  const dtype = Object.hasOwn(dtypes, letters) ? dtypes[letters] : undefined
  const shape = shapeIn(sides)
  if (dtype === undefined) return fault(`its elements are ${order}${letters}`)
  if (shape === null) return fault(`its shape is (${sides})`)
  return E.right({ dtype, isBigEndian: order === '>', isColumnMajor: fortran === 'True', shape, begin })
}

/** A copy with the bytes of each element turned end for end. */
const turned = (bytes: Uint8Array, width: number): Uint8Array => {
  const copy = bytes.slice()
  for (let from = 0; from < copy.length; from += width) copy.subarray(from, from + width).reverse()
  return copy
}

/** Elements whose first axis varies fastest, as bytes whose last axis does. */
const inRows = (bytes: Uint8Array, width: number, shape: Shape): Uint8Array => {
  const result = new Uint8Array(bytes.length)
  const strides = stridesOf(shape)
  const columns = shape.map((_, axis) => shape.slice(0, axis).reduce((product, side) => product * side, 1))
  const count = bytes.length / width
  for (let at = 0; at < count; at++) {
    const from = shape.reduce(
      (sum, side, axis) => sum + (Math.floor(at / (strides[axis] ?? 1)) % side) * (columns[axis] ?? 1),
      0,
    )
    for (let byte = 0; byte < width; byte++) result[at * width + byte] = bytes[from * width + byte] ?? 0
  }
  return result
}

/** The array of a file, or of a member of an archive. */
export const arrayOf =
  (budget: Budget) =>
  (bytes: Uint8Array): E.Either<CheckpointError, SafetensorsEntry> => {
    const header = headerOf(bytes)
    if (E.isLeft(header)) return header
    const { dtype, shape, begin, isBigEndian, isColumnMajor } = header.right
    const width = dtypeBytes[dtype]
    const count = shape.includes(0) ? 0 : sizeOf(shape)
    const over = overBudget(budget, 'maxElements', count) ?? overBudget(budget, 'maxBytes', count * width)
    if (over !== null) return E.left(over)
    if (bytes.length - begin !== count * width) {
      return fault(`(${shape.join(', ')}) takes ${String(count * width)} bytes, it has ${String(bytes.length - begin)}`)
    }
    const own = bytes.subarray(begin)
    const little = isBigEndian ? turned(own, width) : own
    const rows = isColumnMajor && shape.length > 1 ? inRows(little, width, shape) : little
    return E.right({ ...fromFileBytes(dtype, rows), shape })
  }

/**
 * Reads a file that `numpy.save` wrote: one array of floats, integers or booleans.
 *
 * @example
 * ```ts
 * import { decodeNpy, encodeNpy } from 'cotangent/checkpoint'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const read = decodeNpy()(encodeNpy({ dtype: 'F32', data: Float32Array.of(1, 2), shape: [2] }))
 * E.isRight(read) && read.right.shape // => [2]
 * ```
 */
export const decodeNpy = (given: DecodeNpyOptions = {}) => {
  const options = checkOptions('decodeNpy', given, budgetNames)
  const read = arrayOf(budgetWith(options))
  return (bytes: Uint8Array): E.Either<CheckpointError, SafetensorsEntry> =>
    pipe(read(checkBytes('decodeNpy', bytes)), E.mapLeft(lookingLike(bytes, 'npy')))
}

const asciiOf = (text: string): Uint8Array => Uint8Array.from({ length: text.length }, (_, k) => text.charCodeAt(k))

/**
 * The bytes of a `.npy` file of one array, little-endian, row by row.
 *
 * @example
 * ```ts
 * import { encodeNpy } from 'cotangent/checkpoint'
 *
 * encodeNpy({ dtype: 'I32', data: Int32Array.of(7), shape: [] }).length // => 132
 * ```
 */
export const encodeNpy = (entry: SafetensorsEntry): Uint8Array => {
  checkFilled('encodeNpy', 'encode the array', entry)
  const { shape, ...typed } = entry
  const data: TypedData = typed
  const width = dtypeBytes[data.dtype]
  const order = width === 1 ? '|' : '<'
  const tuple = shape.length === 1 ? `${String(shape[0])},` : shape.join(', ')
  const said = `{'descr': '${order}${lettersOf(data.dtype)}', 'fortran_order': False, 'shape': (${tuple}), }`
  const unpadded = fixedBytes + 2 + said.length + 1
  const header = `${said}${' '.repeat((alignment - (unpadded % alignment)) % alignment)}\n`
  const numbers = toFileBytes(data)
  const bytes = new Uint8Array(fixedBytes + 2 + header.length + numbers.length)
  bytes.set(asciiOf(magic))
  bytes.set([1, 0, header.length & 0xff, header.length >> 8], magic.length)
  bytes.set(asciiOf(header), fixedBytes + 2)
  bytes.set(numbers, fixedBytes + 2 + header.length)
  return bytes
}
