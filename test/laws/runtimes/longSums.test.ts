/** @file Long sums are as exact as short ones, on every backend. */
import { makeRuntime, referenceRuntime, wasmBackend } from 'cotangent'
import { gpuBackend } from 'cotangent/gpu'
import type { Law } from 'cotangent/laws'
import { laws } from 'cotangent/laws'
import { afterAll, describe, expect, it } from 'vitest'
import { holdsOn } from '../../holds.ts'
import { few } from '../../samples.ts'
import { seed } from '../../seed.ts'

const wasm = makeRuntime(wasmBackend({ threads: 1 }))
afterAll(wasm.close)

/** Those that do not hold on so many samples. */
const broken = (all: readonly Law[], runs: number): readonly string[] =>
  all.flatMap((law) => (law.run({ runs, seed: seed() })._tag === 'passed' ? [] : [law.name]))

describe('laws.longSums', () => {
  // A sample of one depth and kind is computed once, and there are twelve: five draws see four of them.
  holdsOn(few(8), laws.longSums(wasm))

  // float64 is far within the bound.
  it('hold on the reference', () => {
    expect(broken(laws.longSums(referenceRuntime), few(1))).toEqual([])
  })

  it('hold on the kernels of gpu.js', async () => {
    const made = await gpuBackend()()
    if (made._tag === 'Left') throw new Error('gpu.js does not start')
    expect(broken(laws.longSums(makeRuntime(made.right)), few(6))).toEqual([])
  }, 240_000)
})
