/** @file How far apart two results are. */
import type { OrtTensor } from './session.ts'

/** The numbers of a tensor of onnxruntime. */
export const numbersIn = ({ data }: OrtTensor): readonly number[] => Array.from(data, Number)

const isSame = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b))

/** The greatest difference, relative to the largest expected number, or to `least` if that is more. */
export const difference = (found: ArrayLike<number>, expected: readonly number[], least = 0): number => {
  const largest = expected.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), least)
  if (found.length !== expected.length) return Infinity
  const worst = expected.reduce((most, x, k) => {
    const own = found[k] ?? NaN
    const apart = isSame(own, x) ? 0 : Math.abs(own - x)
    return Number.isNaN(apart) ? Infinity : Math.max(most, apart)
  }, 0)
  return worst / (largest === 0 ? 1 : largest)
}
