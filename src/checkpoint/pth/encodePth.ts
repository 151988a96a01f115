/**
 * @file Tensors by name as a file that `torch.load` reads, with `weights_only` too: a state dictionary, in the zip
 * container of PyTorch 1.6 and later, pickled by protocol 2.
 *
 *     archive/data.pkl     { name: _rebuild_tensor_v2(storage, 0, shape, strides, False, OrderedDict()), ... }
 *     archive/data/K       the numbers of storage K, little-endian
 *     archive/version      3
 *
 * Law: "decodeStateDict undoes encodePth".
 */
import type { Shape } from '../../core/Shape.ts'
import { sizeOf, stridesOf } from '../../core/Shape.ts'
import { refuse } from '../../core/TensorError.ts'
import type { TypedData } from '../dtype.ts'
import { toFileBytes } from '../dtype.ts'
import type { SafetensorsEntry } from '../SafetensorsEntry.ts'
import { checkNamed } from '../SafetensorsEntry.ts'
import type { NamedTensors } from '../treeCheckpoint.ts'
import { zipped } from '../zipped.ts'

const storages = {
  F64: 'DoubleStorage',
  F32: 'FloatStorage',
  I64: 'LongStorage',
  I32: 'IntStorage',
  I16: 'ShortStorage',
  I8: 'CharStorage',
  U8: 'ByteStorage',
  BOOL: 'BoolStorage',
} as const

/** Numbers in an element type that PyTorch has: unsigned ones of 2 and 4 bytes are widened. */
const ofTorch = (
  name: string,
  { shape: _, ...typed }: SafetensorsEntry,
): TypedData & { readonly dtype: keyof typeof storages } => {
  const data: TypedData = typed
  if (data.dtype === 'U16') return { dtype: 'I32', data: new Int32Array(data.data) }
  if (data.dtype === 'U32') {
    const { data: numbers } = data
    return { dtype: 'I64', data: BigInt64Array.from({ length: numbers.length }, (_, k) => BigInt(numbers[k] ?? 0)) }
  }
  if (data.dtype !== 'U64') return data
  return data.data.every((value) => value < 2n ** 63n)
    ? { dtype: 'I64', data: BigInt64Array.from(data.data) }
    : refuse('encodePth', [], { expected: `entries of ${name} below 2^63`, found: 'a larger one' })
}

const utf8 = new TextEncoder()

const uint32 = (value: number): readonly number[] => [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff)

/** A whole number: four bytes, or as many as it takes. */
const whole = (value: number): readonly number[] => {
  if (value < 2 ** 31) return [0x4a, ...uint32(value)]
  const bytes = [...uint32(value), ...uint32(Math.floor(value / 2 ** 32))]
  return [0x8a, bytes.length, ...bytes]
}

const text = (value: string): readonly number[] => {
  const bytes = utf8.encode(value)
  return [0x58, ...uint32(bytes.length), ...bytes]
}

const global = (module: string, name: string): readonly number[] => [0x63, ...utf8.encode(`${module}\n${name}\n`)]

const mark = 0x28
const tuple = (items: readonly (readonly number[])[]): readonly number[] => [mark, ...items.flat(), 0x74]
const emptyTuple = [0x29]
const reduce = 0x52

/** The call that rebuilds a tensor over a storage of its own. */
const rebuilt = (storage: string, key: number, shape: Shape): readonly number[] => {
  const persistent = tuple([
    text('storage'),
    global('torch', storage),
    text(String(key)),
    text('cpu'),
    whole(shape.includes(0) ? 0 : sizeOf(shape)),
  ])
  const hooks = [...global('collections', 'OrderedDict'), ...emptyTuple, reduce]
  const parts = [
    [...persistent, 0x51],
    whole(0),
    tuple(shape.map(whole)),
    tuple(stridesOf(shape).map(whole)),
    [0x89],
    hooks,
  ]
  return [...global('torch._utils', '_rebuild_tensor_v2'), ...tuple(parts), reduce]
}

/**
 * The bytes of a `.pth` file of tensors by name, as `torch.save` writes a state dictionary. `toTorchNames` gives the names
 * that PyTorch's modules have. Unsigned integers of two and four bytes are widened, since PyTorch has none.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { decodeStateDict, encodePth, namedTensors } from 'cotangent/checkpoint'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const read = decodeStateDict()(encodePth(namedTensors({ fc: { bias: tensor([1, 2], [2]) } })))
 * E.isRight(read) && read.right.get('fc.bias')?.shape // => [2]
 * ```
 */
export const encodePth = (tensors: NamedTensors): Uint8Array => {
  checkNamed('encodePth', tensors)
  const entries = [...tensors].map(([name, entry]) => ({ name, shape: entry.shape, typed: ofTorch(name, entry) }))
  const items = entries.flatMap(({ name, shape, typed }, key) => [
    ...text(name),
    ...rebuilt(storages[typed.dtype], key, shape),
  ])
  const pickle = Uint8Array.from([0x80, 2, 0x7d, mark, ...items, 0x75, 0x2e])
  return zipped([
    ['archive/data.pkl', pickle],
    ['archive/byteorder', utf8.encode('little')],
    ...entries.map(({ typed }, key) => [`archive/data/${String(key)}`, toFileBytes(typed)] as const),
    ['archive/version', utf8.encode('3\n')],
  ])
}
