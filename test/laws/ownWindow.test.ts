/** @file A convolution is as near as the cells that each entry sees allow, on two backends. */
import { makeRuntime, referenceRuntime, wasmBackend } from 'cotangent'
import { laws } from 'cotangent/laws'
import { afterAll, describe } from 'vitest'
import { holds } from '../holds.ts'

const wasm = makeRuntime(wasmBackend({ threads: 1 }))
afterAll(wasm.close)

describe('laws.ownWindow', () => {
  holds(laws.ownWindow(referenceRuntime), laws.ownWindow(wasm))
})
