/**
 * @file Owned arrays: whatever comes from callers, or goes to them, is copied, so that nobody can change a tensor
 * behind its back.
 *
 * Laws, run by `test/laws/aliasing.test.ts`: "what is written into an array after it was given changes nothing", "what is
 * written into an array that was handed out changes nothing".
 */
import { isPlainRecord } from './isRecord.ts'
import type { NumberArray } from './Tensor.ts'

const kinds = {
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
} as const

const isKind = (name: unknown): name is keyof typeof kinds => typeof name === 'string' && Object.hasOwn(kinds, name)

const kind = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)

/** The kind of a typed array as the engine knows it; a derived class may have any name. */
const kindOf = (values: ArrayBufferView): unknown => kind?.get?.call(values)

const holdsNumbers = (values: ArrayBufferView): values is NumberArray => isKind(kindOf(values))

/**
 * Copies the numbers of a typed array into memory of their own, whether they lie in a part of a larger buffer, in
 * shared memory, or in an array of a derived class, such as Node's `Buffer`, whose `slice` copies nothing. `null` for
 * views of anything else.
 */
export const ownNumbers = (values: ArrayBufferView): NumberArray | null => {
  const name = kindOf(values)
  return isKind(name) && holdsNumbers(values) ? new kinds[name](values) : null
}

/** A list that nobody can change: the list itself if it is frozen, else a copy. What is no list is checked where it is used. */
export const ownList = <T extends readonly unknown[]>(list: T): T =>
  // A list type may have more than entries; a copy has the entries alone, and nothing here needs more.
  Object.isFrozen(list) || !Array.isArray(list) ? list : (Object.freeze([...list]) as readonly [...T] & T)

/** Whether a value is a record to copy: a tensor is a plain record too, but is what it is by identity. */
const isPlain = (value: unknown): value is object => isPlainRecord(value) && !('_tag' in value)

const entriesCopied = (record: object): object =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, copyOf(value)]))

const copyOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(copyOf)
  const holdsFunctions = isPlain(value) && Object.values(value).some((entry) => typeof entry === 'function')
  return isPlain(value) && !holdsFunctions ? entriesCopied(value) : value
}

/**
 * A snapshot of a record or list of options: lists, and records of data, are copied deeply; functions, tensors and records that
 * hold functions, such as runtimes and layers, are kept as they are. What is neither is checked where it is used.
 */
export const ownOptions = <O>(options: O): O =>
  // The copy has the form of the original, entry by entry, which the type of a function over every form cannot express.
  (isPlain(options) ? entriesCopied(options) : copyOf(options)) as O
