/**
 * @file Lengths of axes in a graph for any batch: a number, or a multiple of the batch's size.
 *
 * A function is traced on two sizes. A length that is the same for both is a number; one that grows with the size is a
 * multiple of it. Anything else cannot be told from two sizes, and is refused.
 */
import type { Shape } from '../../core/Shape.ts'
import { sizeOf } from '../../core/Shape.ts'

/** A length: a number, or so many times the batch's size. */
export type Length = number | { readonly batches: number }

/** Lengths, outermost first. */
export type Lengths = readonly Length[]

/** The two sizes of a batch that a function is traced on: neither is 1, and no small multiple of one is one of the other. */
export const tracedSizes = [3, 5] as const

/** The length that is `a` for the first size and `b` for the second; `null` if there is none. */
export const lengthOf = (a: number, b: number): Length | null => {
  if (a === b) return a
  const batches = a / tracedSizes[0]
  return Number.isInteger(batches) && b === batches * tracedSizes[1] ? { batches } : null
}

/** Whether two lengths are equal for every size. */
export const sameLength = (a: Length | undefined, b: Length | undefined): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && a.batches === b.batches)

/** Whether lengths are equal, one by one. */
export const sameLengths = (a: Lengths, b: Lengths): boolean =>
  a.length === b.length && a.every((one, axis) => sameLength(one, b[axis]))

/** The lengths as a shape, if all are numbers. */
export const fixedShape = (lengths: Lengths): Shape | null => {
  const shape = lengths.flatMap((one) => (typeof one === 'number' ? [one] : []))
  return shape.length === lengths.length ? shape : null
}

/** The product of lengths: a number, a multiple of the size, or `null` for one of a higher power. */
export const productOf = (lengths: Lengths): Length | null => {
  const multiples = lengths.flatMap((one) => (typeof one === 'object' ? [one.batches] : []))
  const fixed = sizeOf(lengths.flatMap((one) => (typeof one === 'number' ? [one] : [])))
  if (multiples.length > 1) return null
  return multiples[0] === undefined ? fixed : { batches: multiples[0] * fixed }
}

/** The lengths that operands come to when ONNX broadcasts them; `null` if they do not fit. */
export const broadcastLengths = (all: readonly Lengths[]): Lengths | null => {
  const rank = Math.max(0, ...all.map(({ length }) => length))
  const lengths = Array.from({ length: rank }, (_, axis): Length | null => {
    const own = all.flatMap((one) => one[axis - rank + one.length] ?? [])
    const longer = own.filter((one) => one !== 1)
    const [first = 1] = longer
    return longer.every((one) => sameLength(one, first)) ? first : null
  })
  return lengths.includes(null) ? null : lengths.map((one) => one ?? 1)
}
