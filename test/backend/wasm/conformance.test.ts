/**
 * @file Every primitive, what is made of primitives, every loss and every layer, on random geometry: the wasm backend
 * gives the reference's numbers, forwards and in derivatives of first and second order, compiled and not, up to the
 * rounding of float32 over as many additions as an entry may have.
 */
import { afterAll, describe } from 'vitest'
import { catalog } from '../../../laws/catalog/index.ts'
import { wasmBackend } from '../../../src/backend/wasm/index.ts'
import { makeRuntime } from '../../../src/compile/index.ts'
import { holds } from '../../holds.ts'

const runtime = makeRuntime(wasmBackend({ threads: 1 }))
afterAll(runtime.close)

const { operations = [], layers = [] } = catalog(runtime)

describe('wasmBackend', () => {
  holds(operations, layers)
})
