/** @file Sums over the ranks between the programs of a backend, on a simulated group. */
import { add, compile, defaultRuntime, makeRuntime, mul, referenceRuntime, tensor, toNested } from 'cotangent'
import type { Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { simulated } from '../../laws/groups/simulated.ts'
import { overRanks } from '../../src/distributed/overRanks.ts'
import { sumOverRanks } from '../../src/ops/rankSum.ts'

const large = 40_000

describe.each([
  ['reference', referenceRuntime],
  ['wasm', defaultRuntime],
])('overRanks on %s', (_, runtime) => {
  it('sums small values and large ones, between stages', () => {
    const { groups, run } = simulated(3, runtime)
    const runtimes = groups.map((group) => makeRuntime(overRanks(group, runtime.backend)))
    const f = (x: Tensor, y: Tensor) => {
      const total = sumOverRanks(mul(x, y), 1)
      return [add(total, x), sumOverRanks(mul(total, total), 2)] as const
    }
    const compiled = runtimes.map((own) => compile(f, { runtime: own }))
    for (const length of [2, large]) {
      const results = run(({ rank }) => {
        const x = tensor(new Float32Array(length).fill(rank), [length])
        const [a, b] = compiled[rank]!(x, tensor(2, []))
        return [toNested(a, runtime), toNested(b, runtime)].map((all) => [...new Set(all as readonly number[])])
      })
      expect(results).toEqual([0, 1, 2].map((rank) => [[6 + rank], [108]]))
    }
  })

  it('runs programs without sums as they are', () => {
    const [group] = simulated(2).groups
    const own = makeRuntime(overRanks(group!, runtime.backend))
    expect(toNested(add(tensor([1, 2], [2]), 1), own)).toEqual([2, 3])
  })
})
