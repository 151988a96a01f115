/** @file Parameters of PyTorch's functions, read from an index. */
import * as t from 'io-ts'
import { numberOf, Params } from '../vectors.ts'

const Numbers = t.readonlyArray(t.number)
const Sides = t.readonlyArray(t.union([t.number, t.null]))
const Parts = t.readonlyArray(Params)

/** A number. */
export const number = (params: Params, name: string, otherwise = 0): number => {
  const value = params[name]
  return typeof value === 'number' || value === 'inf' || value === '-inf' || value === 'nan'
    ? numberOf(value)
    : otherwise
}

/** Numbers, one or several; none where the parameter is not given. Throws where an entry is not a number. */
export const numbers = (params: Params, name: string): readonly number[] => {
  const value = params[name]
  if (Numbers.is(value)) return value
  if (Array.isArray(value)) throw new Error(`${name} has an entry that is not a number`)
  return typeof value === 'number' ? [value] : []
}

/** Two numbers; one stands for both. Throws where there is none and nothing else to take. */
export const pair = (
  params: Params,
  name: string,
  otherwise?: readonly [number, number],
): readonly [first: number, second: number] => {
  const [first, second = first] = numbers(params, name)
  if (first !== undefined && second !== undefined) return [first, second]
  if (otherwise === undefined) throw new Error(`${name} is not given`)
  return otherwise
}

/** The length along each axis, `null` where it is to stay as it is. */
export const sides = (params: Params, name: string): readonly (number | null)[] => {
  const value = params[name]
  return Sides.is(value) ? value : []
}

/** Whether something is asked for. */
export const flag = (params: Params, name: string): boolean => params[name] === true

/** A text. */
export const text = (params: Params, name: string): string => {
  const value = params[name]
  return typeof value === 'string' ? value : ''
}

/** One of several words; the first where it is none of them. */
export const oneOf = <const W extends string>(params: Params, name: string, words: readonly [W, ...W[]]): W =>
  words.find((word) => word === params[name]) ?? words[0]

/** Parameters of the functions that a function is made of. */
export const parts = (params: Params, name: string): readonly Params[] => {
  const value = params[name]
  return Parts.is(value) ? value : []
}

/** An axis, or several, or all of them where it is `null`: what our reductions take. */
export const reductionOf = (
  params: Params,
): { readonly axis?: number | readonly number[]; readonly keepDims: boolean } => {
  const { dim } = params
  const keepDims = flag(params, 'keepdim')
  if (dim === null || dim === undefined) return { keepDims }
  return { axis: typeof dim === 'number' ? dim : numbers(params, 'dim'), keepDims }
}
