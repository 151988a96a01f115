/** @file Numbers in nested arrays, row by row: their shape, in types and at run time, and the numbers in order. */
import { kindOf } from './foundValue.ts'
import type { Shape } from './Shape.ts'
import { refuse } from './TensorError.ts'

/** A number, or nested arrays of numbers whose rows have equal lengths. */
export type NestedValues = number | readonly NestedValues[]

/** The shape of numbers: `[]` for a number, the lengths of nested arrays, the length of a typed array. */
export type ShapeOfValues<V> = V extends number
  ? readonly []
  : V extends readonly (infer Entry)[]
    ? readonly [V['length'], ...ShapeOfEntries<V, Entry>]
    : readonly [number]

/** The shape of the entries of a list; an empty list counts as a list of numbers. */
type ShapeOfEntries<V extends readonly unknown[], Entry> = V extends readonly []
  ? readonly []
  : ShapeOfValues<V extends readonly [infer First, ...(readonly unknown[])] ? First : Entry> extends infer S extends
        Shape
    ? S
    : Shape

const placeOf = (path: readonly number[]): string => (path.length === 0 ? '' : ` at [${path.join(', ')}]`)

/** The numbers of nested arrays in order, and their shape. Refuses rows of different lengths, and non-numbers. */
export const flattened = (values: unknown): { readonly numbers: readonly number[]; readonly shape: Shape } => {
  const shape: number[] = []
  for (let first = values; Array.isArray(first); first = first[0]) shape.push(first.length)
  const numbers: number[] = []
  const go = (value: unknown, path: readonly number[]): void => {
    const length = shape[path.length]
    if (length === undefined && typeof value === 'number') numbers.push(value)
    else if (length !== undefined && Array.isArray(value) && value.length === length) {
      for (let k = 0; k < length; k++) go(value[k], [...path, k])
    } else {
      const expected = length === undefined ? 'a number' : `a list of ${String(length)}`
      refuse('tensor', [], { expected: `${expected}${placeOf(path)}`, found: kindOf(value) }, 'make a tensor')
    }
  }
  go(values, [])
  return { numbers, shape }
}
