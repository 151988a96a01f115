/**
 * @file erf: the error function, to about two units in the last place.
 *
 *     |x| < 3/2:  2 / sqrt(pi) * sum over n of (-1)^n x^(2n+1) / (n! (2n+1))
 *     otherwise:  1 - e^(-x^2) / (sqrt(pi) (x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ...)))))
 *
 * The series alternates, and loses digits where its terms outgrow its sum: not below 3/2. The continued fraction
 * (Laplace's) needs more levels the smaller x is: 60 at 3/2, where 1 - erf(x) is 0.03 and needs fewer digits.
 */
import type { Kernel } from './Kernel.ts'

const series = (x: number): number => {
  const square = x * x
  let power = x
  let sum = 0
  for (let n = 1; sum + power / (2 * n - 1) !== sum; n++) {
    sum += power / (2 * n - 1)
    power *= -square / n
  }
  return (2 / Math.sqrt(Math.PI)) * sum
}

const complement = (x: number): number => {
  let tail = x
  for (let level = 60; level >= 1; level--) tail = x + level / 2 / tail
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * tail)
}

const erfOf = (x: number): number => {
  if (Number.isNaN(x) || x === 0) return x
  if (Math.abs(x) < 1.5) return series(x)
  return Math.sign(x) * (Math.abs(x) < 6 ? 1 - complement(Math.abs(x)) : 1)
}

export const erf: Kernel<'erf'> = (_, [{ data: x }]) => {
  const y = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) y[i] = erfOf(x[i]!)
  return y
}
