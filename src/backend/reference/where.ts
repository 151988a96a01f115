/**
 * @file where: `y[i] = condition[i] is not 0 ? a[i] : b[i]`. NaN is not 0.
 */
import type { Kernel } from './Kernel.ts'

export const where: Kernel<'where'> = (_, [{ data: condition }, { data: a }, { data: b }]) => {
  const y = new Float64Array(condition.length)
  for (let i = 0; i < y.length; i++) y[i] = condition[i]! === 0 ? b[i]! : a[i]!
  return y
}
