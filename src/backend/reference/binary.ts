/**
 * @file Elementwise primitives over two operands of one shape: `y[i] = f(a[i], b[i])`. Comparisons give 1 or 0.
 */
import type { Kernel } from './Kernel.ts'

export const add: Kernel<'add'> = (_, [{ data: a }, { data: b }]) => {
  const y = new Float64Array(a.length)
  for (let i = 0; i < y.length; i++) y[i] = a[i]! + b[i]!
  return y
}

export const sub: Kernel<'sub'> = (_, [{ data: a }, { data: b }]) => {
  const y = new Float64Array(a.length)
  for (let i = 0; i < y.length; i++) y[i] = a[i]! - b[i]!
  return y
}

export const mul: Kernel<'mul'> = (_, [{ data: a }, { data: b }]) => {
  const y = new Float64Array(a.length)
  for (let i = 0; i < y.length; i++) y[i] = a[i]! * b[i]!
  return y
}

export const div: Kernel<'div'> = (_, [{ data: a }, { data: b }]) => {
  const y = new Float64Array(a.length)
  for (let i = 0; i < y.length; i++) y[i] = a[i]! / b[i]!
  return y
}

/** The larger; NaN wins. */
export const maximum: Kernel<'maximum'> = (_, [{ data: a }, { data: b }]) => {
  const y = new Float64Array(a.length)
  for (let i = 0; i < y.length; i++) y[i] = Math.max(a[i]!, b[i]!)
  return y
}

/** The smaller; NaN wins. */
export const minimum: Kernel<'minimum'> = (_, [{ data: a }, { data: b }]) => {
  const y = new Float64Array(a.length)
  for (let i = 0; i < y.length; i++) y[i] = Math.min(a[i]!, b[i]!)
  return y
}

export const equal: Kernel<'equal'> = (_, [{ data: a }, { data: b }]) => {
  const y = new Float64Array(a.length)
  for (let i = 0; i < y.length; i++) y[i] = a[i]! === b[i]! ? 1 : 0
  return y
}

export const notEqual: Kernel<'notEqual'> = (_, [{ data: a }, { data: b }]) => {
  const y = new Float64Array(a.length)
  for (let i = 0; i < y.length; i++) y[i] = a[i]! === b[i]! ? 0 : 1
  return y
}

export const less: Kernel<'less'> = (_, [{ data: a }, { data: b }]) => {
  const y = new Float64Array(a.length)
  for (let i = 0; i < y.length; i++) y[i] = a[i]! < b[i]! ? 1 : 0
  return y
}

export const lessEqual: Kernel<'lessEqual'> = (_, [{ data: a }, { data: b }]) => {
  const y = new Float64Array(a.length)
  for (let i = 0; i < y.length; i++) y[i] = a[i]! <= b[i]! ? 1 : 0
  return y
}

/** The remainder of a after subtracting whole multiples of b, exact, with the sign of a. */
export const fmod: Kernel<'fmod'> = (_, [{ data: a }, { data: b }]) => {
  const y = new Float64Array(a.length)
  for (let i = 0; i < y.length; i++) y[i] = a[i]! % b[i]!
  return y
}

/** `a^b`, except that 1^b = 1 for every b and (-1)^±Infinity = 1, as in C and PyTorch; JavaScript returns NaN there. */
export const pow: Kernel<'pow'> = (_, [{ data: a }, { data: b }]) => {
  const y = new Float64Array(a.length)
  for (let i = 0; i < y.length; i++) {
    const isOne = a[i]! === 1 || (a[i]! === -1 && Math.abs(b[i]!) === Infinity)
    y[i] = isOne ? 1 : a[i]! ** b[i]!
  }
  return y
}
