/** @file Parameters of PyTorch's functions, read from an index. */
import type { Case } from '../vectors.ts'
import { numberOf } from '../vectors.ts'

type Params = Case['params']

/** A number. */
export const number = (params: Params, name: string, otherwise = 0): number => {
  const value = params[name]
  return typeof value === 'number' || value === 'inf' || value === '-inf' || value === 'nan'
    ? numberOf(value)
    : otherwise
}

/** Numbers, one or several. */
export const numbers = (params: Params, name: string): readonly number[] => {
  const value = params[name]
  return Array.isArray(value) ? (value as readonly number[]) : typeof value === 'number' ? [value] : []
}

/** Whether something is asked for. */
export const flag = (params: Params, name: string): boolean => params[name] === true

/** A text. */
export const text = (params: Params, name: string): string => {
  const value = params[name]
  return typeof value === 'string' ? value : ''
}

/** An axis, or several, or all of them where it is `null`: what our reductions take. */
export const reductionOf = (
  params: Params,
): { readonly axis?: number | readonly number[]; readonly keepDims: boolean } => {
  const { dim } = params
  const keepDims = flag(params, 'keepdim')
  return dim === null || dim === undefined ? { keepDims } : { axis: dim as number | readonly number[], keepDims }
}
