/**
 * @file Elementwise primitives over one operand: `y[i] = f(x[i])`.
 *
 * Every kernel here and in `binary.ts` has its own loop: engines specialize a loop to the one function that it calls,
 * but not if many functions share it.
 */
import type { Kernel } from './Kernel.ts'

export const neg: Kernel<'neg'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < y.length; i++) y[i] = -x[i]!
  return y
}

export const exp: Kernel<'exp'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < y.length; i++) y[i] = Math.exp(x[i]!)
  return y
}

export const expm1: Kernel<'expm1'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < y.length; i++) y[i] = Math.expm1(x[i]!)
  return y
}

export const log: Kernel<'log'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < y.length; i++) y[i] = Math.log(x[i]!)
  return y
}

export const log1p: Kernel<'log1p'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < y.length; i++) y[i] = Math.log1p(x[i]!)
  return y
}

export const sqrt: Kernel<'sqrt'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < y.length; i++) y[i] = Math.sqrt(x[i]!)
  return y
}

export const rsqrt: Kernel<'rsqrt'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < y.length; i++) y[i] = 1 / Math.sqrt(x[i]!)
  return y
}

export const abs: Kernel<'abs'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < y.length; i++) y[i] = Math.abs(x[i]!)
  return y
}

/** The sign of NaN is 0, as in PyTorch. */
export const sign: Kernel<'sign'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < y.length; i++) y[i] = Math.sign(x[i]!) || 0
  return y
}

export const sin: Kernel<'sin'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < y.length; i++) y[i] = Math.sin(x[i]!)
  return y
}

export const cos: Kernel<'cos'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < y.length; i++) y[i] = Math.cos(x[i]!)
  return y
}

export const tanh: Kernel<'tanh'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < y.length; i++) y[i] = Math.tanh(x[i]!)
  return y
}

export const floor: Kernel<'floor'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < y.length; i++) y[i] = Math.floor(x[i]!)
  return y
}

export const ceil: Kernel<'ceil'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < y.length; i++) y[i] = Math.ceil(x[i]!)
  return y
}

/** `1 / (1 + e^-x)`, written so that nothing overflows and very negative x keep all their digits. */
export const sigmoid: Kernel<'sigmoid'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < y.length; i++) {
    const e = Math.exp(-Math.abs(x[i]!))
    y[i] = x[i]! < 0 ? e / (1 + e) : 1 / (1 + e)
  }
  return y
}

/** To the nearest integer; halves round to the even one, as in IEEE 754 and PyTorch. */
export const round: Kernel<'round'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < y.length; i++) {
    const below = Math.floor(x[i]!)
    const rest = x[i]! - below
    const nearest = rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1
    // A zero has the sign of x.
    y[i] = nearest === 0 ? 0 * x[i]! : nearest
  }
  return y
}

/** `max(x, 0)`; NaN stays NaN. */
export const relu: Kernel<'relu'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < y.length; i++) y[i] = x[i]! <= 0 ? 0 : x[i]!
  return y
}
