/** @file Indices beyond 2^24 are exact or refused, on every backend. */
import { grad, item, makeRuntime, maxPool, referenceRuntime, sum, toArray, wasmBackend, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { laws } from 'cotangent/laws'
import { afterAll, describe, expect, it } from 'vitest'
import { holds } from '../../holds.ts'

const wasm = makeRuntime(wasmBackend({ threads: 1 }))
afterAll(wasm.close)

describe('laws.exactIndices', () => {
  holds(laws.exactIndices(referenceRuntime), laws.exactIndices(wasm))
})

describe('max pooling of a plane of more than 2^24 cells', () => {
  it('has a derivative on wasm, and routes to the first of equals', () => {
    const lossOf = (x: Tensor): Tensor<readonly []> => sum()(maxPool({ kernel: 2 })(x))
    const routed = toArray(grad(lossOf)(zeros([1, 1, 4100, 4100])), wasm)
    expect(routed[4098 * 4100 + 4098]).toBe(1)
    expect(item(sum()(grad(lossOf)(zeros([1, 1, 4100, 4100]))), wasm)).toBe(2050 * 2050)
  })
})
