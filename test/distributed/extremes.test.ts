/** @file The greatest and the least entry over the ranks, on a simulated group whose wire loses NaN. */
import { referenceRuntime, tensor, toArray } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { simulated } from '../../laws/groups/simulated.ts'

const rows = [
  [NaN, 1, Infinity, -Infinity, NaN, 2],
  [1, NaN, Infinity, -Infinity, Infinity, -3],
  [2, 3, 0, 1, -Infinity, 4],
] as const

describe.each([Float32Array, Float64Array])('reduceToExtreme of a %o', (Numbers) => {
  it.each(['max', 'min'] as const)('gives NaN wherever a rank has it, by %s', (reduction) => {
    const expected = rows[0].map((_, k) => Math[reduction](...rows.map((row) => row[k] ?? 0)))
    const results = simulated(3).run((group) => {
      const own = tensor(Numbers.from(rows[group.rank] ?? []))
      return [...toArray(group.allReduce(reduction)(own), referenceRuntime)]
    })
    expect(results).toEqual([expected, expected, expected])
  })
})
