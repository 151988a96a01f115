import { add, makeRuntime, referenceBackend, tensor, toArray } from 'cotangent'
import type { Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'

/** A chain of so many additions. */
const chain = (length: number): Tensor => Array.from({ length }).reduce<Tensor>((x) => add(x, x), tensor([1, 2], [2]))

describe('the programs that a runtime keeps', () => {
  it('are forgotten, the one used longest ago first, where they have too many instructions together', () => {
    const runtime = makeRuntime(referenceBackend, { keptInstructions: 7 })
    const compiledBy = (length: number): number => {
      toArray(chain(length), runtime)
      return runtime.statistics().compiled
    }
    // 2 and 3 are kept; 2 is used again, so that 3 gives way to 4.
    expect([2, 3, 2, 4, 2, 3].map(compiledBy)).toEqual([1, 2, 2, 3, 3, 4])
  })

  it('are all kept by default', () => {
    const runtime = makeRuntime(referenceBackend)
    for (const length of [2, 3, 4, 2, 3, 4]) toArray(chain(length), runtime)
    expect(runtime.statistics().compiled).toBe(3)
  })
})
