/** @file Sums over the ranks between the programs of a backend, on a simulated group. */
import {
  add,
  compile,
  defaultRuntime,
  makeRuntime,
  mul,
  referenceRuntime,
  reshape,
  sub,
  tensor,
  toArray,
  toNested,
  wasmBackend,
} from 'cotangent'
import type { Tensor } from 'cotangent'
import { alone } from 'cotangent/distributed'
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

  it('leaves alone what others hold: arguments, results, and what is read later', () => {
    const { groups, run } = simulated(2, runtime)
    const runtimes = groups.map((group) => makeRuntime(overRanks(group, runtime.backend)))
    const f = (x: Tensor, y: Tensor) => {
      const [kept, later, alike] = [add(x, y), mul(x, y), sub(x, y)]
      const all = sumOverRanks(later, 3)
      const columns = reshape([alike.shape[0]! / 2, 2])(alike)
      return {
        x: sumOverRanks(x, 1),
        kept,
        ofKept: sumOverRanks(kept, 2),
        later: mul(all, later),
        alike: sumOverRanks(alike, 4),
        columns: sumOverRanks(columns, 5),
        shown: columns,
      }
    }
    const compiled = runtimes.map((own) => compile(f, { runtime: own }))
    const entriesOf = (t: Tensor): readonly number[] => [...new Set(toArray(t, runtime))]
    for (const length of [2, 5_000, large, 2 * large]) {
      const results = run(({ rank }) => {
        const x = runtime.force(mul(tensor(new Float32Array(length).fill(rank), [length]), 1))
        const found = compiled[rank]!(x, tensor(2, []))
        const shown = Object.entries(found).map(([name, t]) => [name, entriesOf(t)])
        return { given: entriesOf(x), ...(Object.fromEntries(shown) as Readonly<Record<string, readonly number[]>>) }
      })
      expect(results).toEqual(
        [0, 1].map((x) => ({
          given: [x],
          x: [1],
          kept: [x + 2],
          ofKept: [5],
          later: [4 * x],
          alike: [-3],
          columns: [-3],
          shown: [x - 2],
        })),
      )
    }
  })

  it('gives back what is no result', () => {
    const backend = wasmBackend({ threads: 1 })
    const own = makeRuntime(overRanks(alone, backend))
    const f = compile((x: Tensor) => mul(sumOverRanks(mul(x, 3), 1), 2), { runtime: own })
    const held = Array.from({ length: 3 }, () => f(tensor(new Float32Array(large).fill(1), [large])))
    expect(backend.memory().values).toBe(held.length)
    expect(held.map((t) => toArray(t, own)[large - 1])).toEqual([6, 6, 6])
    own.close()
  })

  it('runs programs without sums as they are', () => {
    const [group] = simulated(2).groups
    const own = makeRuntime(overRanks(group!, runtime.backend))
    expect(toNested(add(tensor([1, 2], [2]), 1), own)).toEqual([2, 3])
  })
})
