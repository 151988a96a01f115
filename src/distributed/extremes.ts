/**
 * @file The greatest and the least entry over the ranks, NaN if any of them is. MPI leaves open what its own reductions
 * make of NaN: it may be lost.
 *
 *     y[i] = NaN if some x[q][i] is NaN, else the max over q of x[q][i]
 *
 * NaN travels as the infinity that wins. Where that is the result, a second reduction asks whether it was NaN; all ranks
 * have the same results, so they ask of the same entries, and of none as a rule.
 */
import type { Wire } from './Wire.ts'

/** Replaces each number by the greatest over the ranks, or the least. */
export const reduceToExtreme = (wire: Wire, numbers: Float32Array | Float64Array, reduction: 'max' | 'min'): void => {
  const winner = reduction === 'max' ? Infinity : -Infinity
  const own = new Set<number>()
  for (let at = 0; at < numbers.length; at++) {
    if (!Number.isNaN(numbers[at])) continue
    own.add(at)
    numbers[at] = winner
  }
  wire.allReduce(numbers, reduction)
  const asked: number[] = []
  for (let at = 0; at < numbers.length; at++) if (numbers[at] === winner) asked.push(at)
  if (asked.length === 0) return
  const isNaN = new Float32Array(asked.map((at) => (own.has(at) ? 1 : 0)))
  wire.allReduce(isNaN, 'max')
  asked.forEach((at, k) => {
    if (isNaN[k] === 1) numbers[at] = Number.NaN
  })
}
