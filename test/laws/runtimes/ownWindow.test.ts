/** @file A convolution is as near as the cells that each entry sees allow, on every backend. */
import { makeRuntime, referenceRuntime, wasmBackend } from 'cotangent'
import { gpuBackend } from 'cotangent/gpu'
import { laws } from 'cotangent/laws'
import { afterAll, describe, expect, it } from 'vitest'
import { holds } from '../../holds.ts'
import { few } from '../../samples.ts'
import { seed } from '../../seed.ts'

const wasm = makeRuntime(wasmBackend({ threads: 1 }))
afterAll(wasm.close)

describe('laws.ownWindow', () => {
  holds(laws.ownWindow(referenceRuntime), laws.ownWindow(wasm))

  it('hold on the kernels of gpu.js', async () => {
    const made = await gpuBackend()()
    if (made._tag === 'Left') throw new Error('gpu.js does not start')
    const results = laws.ownWindow(makeRuntime(made.right)).map((law) => law.run({ runs: few(5), seed: seed() }))
    expect(results.filter(({ _tag }) => _tag !== 'passed')).toEqual([])
  })
})
