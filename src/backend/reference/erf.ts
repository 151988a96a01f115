/**
 * @file erf: the error function, to about two units in the last place.
 *
 *     |x| < 5/4:  2 / sqrt(pi) * x * (1 - x^2/1 (1/3 - x^2/2 (1/5 - x^2/3 (1/7 - ...))))
 *     otherwise:  1 - e^(-x^2) / (sqrt(pi) (x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ...)))))
 *
 * The first is the power series, whose terms outgrow their sum for larger x; the second is Laplace's continued
 * fraction for 1 - erf(x), of which 16 + 200 / x^2 levels leave an error below half a unit in the last place of
 * erfc = 1 - erf, whose e^(-x^2) is taken in two parts, since an error of x^2 grows with it.
 */
import type { Kernel } from './Kernel.ts'

/** 2 / sqrt(pi). */
const slope = 1.1283791670955126

const series = (x: number): number => {
  const square = x * x
  let sum = 0
  for (let n = 22; n >= 1; n--) sum = 1 / (2 * n - 1) - (square / n) * sum
  return slope * x * sum
}

const complement = (x: number): number => {
  let tail = x
  for (let n = 16 + Math.ceil(200 / (x * x)); n >= 1; n--) tail = x + n / 2 / tail
  // The square of the first part is exact.
  const first = Math.round(x * 16) / 16
  return (slope / 2) * ((Math.exp(-first * first) * Math.exp(-(x - first) * (x + first))) / tail)
}

const erfOf = (x: number): number => {
  if (Math.abs(x) < 1.25) return series(x)
  return Math.sign(x) * (Math.abs(x) < 6 ? 1 - complement(Math.abs(x)) : 1)
}

/** 1 - erf(x), which keeps its digits far to the right. */
const erfcOf = (x: number): number => {
  if (x < 0.5) return 1 - erfOf(x)
  return x < 1.25 ? 1 - series(x) : x > 28 ? 0 : complement(x)
}

export const erfc: Kernel<'erfc'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) y[i] = erfcOf(x[i]!)
  return y
}

export const erf: Kernel<'erf'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) y[i] = erfOf(x[i]!)
  return y
}
