/**
 * @file A value that was found in place of another, in the words of a message: callers from JavaScript may pass anything.
 */
import { isRecord } from './isRecord.ts'

/** Whether a value says that it is a tensor; `isTensor` is of no use to what tensors are made with. */
export const isLikeTensor = (value: unknown): value is Readonly<Record<'_tag', 'Tensor'>> =>
  isRecord(value) && value['_tag'] === 'Tensor'

/** What structuredClone, JSON and a spread with another shape make of a tensor, in the words of a message, and what to do instead. */
export const copiedTensor = {
  found: 'a copy of a tensor, without its numbers, or a tensor of another copy of the package',
  advice: 'send toArray(x) and x.shape, and make a tensor of them there with tensor(…)',
} as const

/** The kind of a value: "a number", "a list of 2", "a tensor". */
export const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return `a list of ${String(value.length)}`
  if (value === null || value === undefined) return String(value)
  if (isLikeTensor(value)) return 'a tensor'
  if (ArrayBuffer.isView(value)) return 'a typed array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** A number as it is, a string in quotes, the kind of anything else. */
export const foundValue = (value: unknown): string => {
  // An argument of a compiled function, in the place of a number, says itself what to do instead.
  const isPlaceholder = isLikeTensor(value) && 'toJSON' in value
  if (typeof value === 'number' || isPlaceholder) return String(Number(value))
  return typeof value === 'string' ? `'${value}'` : kindOf(value)
}

/** The entries of a list, or {@link foundValue} of anything else. */
export const foundList = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(foundValue).join(', ')}]` : foundValue(value)
