/**
 * @file Arrays of one's own: what comes from outside, or goes there, is copied, so that nobody can change a tensor from behind.
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

const isKind = (name: string): name is keyof typeof kinds => Object.hasOwn(kinds, name)

/**
 * The numbers of a typed array in memory of their own, whatever they lie in: a part of a larger buffer, shared memory, or an
 * array of a derived class, such as Node's `Buffer`, whose `slice` copies nothing. `null` for views of anything else.
 */
export const ownNumbers = (values: ArrayBufferView): NumberArray | null => {
  // The kind as the engine knows it: a derived class may have any name.
  const kind = (Reflect.get(typedArray, Symbol.toStringTag, values) as string | undefined) ?? ''
  return isKind(kind) ? new kinds[kind](values as NumberArray) : null
}

const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object

/** A list that nobody can change: itself where that is so, else a copy. */
export const ownList = <T extends readonly unknown[]>(list: T): T =>
  Object.isFrozen(list) ? list : (Object.freeze([...list]) as readonly unknown[] as T)

/**
 * Options as they are now: lists and plain records are copied, all the way down; functions, tensors and other values are
 * taken as they are.
 */
export const ownOptions = <O>(options: O): O => {
  if (Array.isArray(options)) return options.map(ownOptions) as O
  if (typeof options !== 'object' || options === null || '_tag' in options) return options
  const plain: unknown = Object.getPrototypeOf(options)
  if (plain !== Object.prototype && plain !== null) return options
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, ownOptions(value)])) as O
}
