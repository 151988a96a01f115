/**
 * @file Owned arrays: whatever comes from callers, or goes to them, is copied, so that nobody can change a tensor
 * behind its back.
 *
 * Laws, run by `test/laws/aliasing.test.ts`: "what is written into an array after it was given changes nothing", "what is
 * written into an array that was handed out changes nothing".
 */
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

/** A list that nobody can change: the list itself if it is frozen, else a copy. */
export const ownList = <T extends readonly unknown[]>(list: T): T =>
  // A list type may have more than entries; a copy has the entries alone, and nothing here needs more.
  Object.isFrozen(list) ? list : (Object.freeze([...list]) as readonly [...T] & T)

const copyOf = (options: unknown): unknown => {
  if (Array.isArray(options)) return options.map(copyOf)
  if (typeof options !== 'object' || options === null || '_tag' in options) return options
  const plain: unknown = Object.getPrototypeOf(options)
  if (plain !== Object.prototype && plain !== null) return options
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, copyOf(value)]))
}

/**
 * A snapshot of options: lists and plain records are copied deeply; functions, tensors and other values are kept as
 * they are.
 */
export const ownOptions = <O>(options: O): O =>
  // The copy has the form of the original, entry by entry, which the type of a function over every form cannot express.
  copyOf(options) as O
