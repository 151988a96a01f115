/** @file Sorting on every backend: long axes, many lines, equals, and entries that are no ordinary numbers. */
import { compile, makeRuntime, sort, tensor, toArray, topK, wasmBackend } from 'cotangent'
import type { Tensor } from 'cotangent'
import { gpuRuntime } from 'cotangent/gpu'
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { planProgram } from '../../src/backend/wasm/index.ts'
import { trace } from '../../src/compile/trace.ts'
import { structureWriter } from '../../src/compile/structure.ts'
import { referenceRuntime } from '../../src/runtime/index.ts'
import { seed } from '../seed.ts'

const backends = [1, 2].map((threads) => wasmBackend({ threads }))
const [one, two] = backends.map((backend) => makeRuntime(backend))
afterAll(() => {
  for (const backend of backends) backend.close()
})

const odd = [0, -0, 1, 1, -1, Infinity, -Infinity, NaN, 2 ** -149, -(2 ** -149), 3.4028234663852886e38, 0.5, -2.5]

/** Entries drawn from a few, so that many are equal, in lines along the middle axis. */
const drawn = fc.record({
  shape: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 3 })),
  entries: fc.array(fc.constantFrom(...odd), { minLength: 630, maxLength: 630 }),
  descending: fc.boolean(),
})

const rank = (x: number): number => (Number.isNaN(x) ? 3 : x === Infinity ? 2 : x === -Infinity ? -2 : 0)
const compare = (a: number, b: number): number => rank(a) - rank(b) || (rank(a) === 0 ? a - b : 0)

/** The order along the middle axis, by the language's own sort. */
const orderOf = (x: ArrayLike<number>, [a, n, b]: readonly [number, number, number], descending: boolean) => {
  const order = new Array<number>(a * n * b).fill(0)
  for (let i = 0; i < a; i++) {
    for (let j = 0; j < b; j++) {
      const at = (k: number): number => (i * n + k) * b + j
      const sorted = Array.from({ length: n }, (_, k) => k).sort(
        (k, l) => (descending ? -1 : 1) * compare(x[at(k)]!, x[at(l)]!) || k - l,
      )
      sorted.forEach((from, to) => {
        order[at(to)] = from
      })
    }
  }
  return order
}

describe('sort', () => {
  it.each([
    ['the reference', referenceRuntime],
    ['wasm, one thread', one!],
    ['wasm, two threads', two!],
  ])('orders lines of any entries on %s', (_, runtime) => {
    const up = compile((x: Tensor) => sort({ axis: 1 })(x), { runtime })
    const down = compile((x: Tensor) => sort({ axis: 1, descending: true })(x), { runtime })
    fc.assert(
      fc.property(drawn, ({ shape, entries, descending }) => {
        const x = tensor(entries.slice(0, shape[0] * shape[1] * shape[2]), shape)
        const { values, indices } = (descending ? down : up)(x)
        const order = orderOf(entries, shape, descending)
        expect(Array.from(toArray(indices, runtime))).toEqual(order)
        const inner = shape[2]
        const size = shape[1] * inner
        expect(Array.from(toArray(values, runtime))).toEqual(
          order.map((from, at) => entries[Math.floor(at / size) * size + from * inner + (at % inner)]),
        )
      }),
      { seed: seed(), numRuns: 30 },
    )
  })

  it.each(['cpu', 'webasm'] as const)('orders a long axis by merging on gpu.js, mode %s', async (mode) => {
    const started = await gpuRuntime({ mode })()
    if (E.isLeft(started)) throw new Error('no device')
    const gpu = started.right
    for (const length of [1, 2, 3, 127, 128, 129, 1000]) {
      const x = Array.from({ length: 2 * length }, (_, k) => ((k * 7919) % 61) - 30)
      const shape = [2, length, 1] as const
      const { indices } = sort({ axis: 1 })(tensor(x, shape))
      expect(Array.from(await gpu.toArray(indices)())).toEqual(orderOf(x, shape, false))
      const top = topK(Math.ceil(length / 3), { axis: 1 })(tensor(x, shape)).indices
      const expected = orderOf(x, shape, true)
      const count = Math.ceil(length / 3)
      expect(Array.from(await gpu.toArray(top)())).toEqual([
        ...expected.slice(0, count),
        ...expected.slice(length, length + count),
      ])
    }
    await gpu.close()
  })

  it('holds as much memory as there are entries, some times over', () => {
    const room = (tensors: readonly Tensor[]): number => {
      const traced = trace(tensors, structureWriter())
      return planProgram(traced.program(traced.roots)).bytes
    }
    const sorted = (n: number): readonly Tensor[] => {
      const { values, indices } = sort()(tensor(new Float32Array(n), [n]))
      return [values, indices]
    }
    expect(room(sorted(20_000))).toBeLessThan(20_000 * 4 * 10)
    const scores = topK(5)(tensor(new Float32Array(128_000), [128, 1000]))
    expect(room([scores.values, scores.indices])).toBeLessThan(128_000 * 4 * 4)
  })
})
