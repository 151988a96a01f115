/** @file `relaxedSimd: false` runs a module without any instruction whose result an engine may choose. */
import { describe, expect, it, vi } from 'vitest'
import { add, makeRuntime, tensor, toArray, wasmBackend } from 'cotangent'
import { kernelModules } from '../../../src/backend/wasm/modules.ts'
import binaryen from 'binaryen'

/** The names of the relaxed instructions of a module, as text. */
const relaxedIn = (binary: Uint8Array): number => {
  const module = binaryen.readBinary(binary)
  const text = module.emitText()
  module.dispose()
  return text.match(/\brelaxed_\w+/g)?.length ?? 0
}

const { plain, relaxed } = kernelModules()

describe('relaxedSimd', () => {
  it('is where fused instructions are, and nowhere else', () => {
    expect(relaxedIn(plain)).toBe(0)
    expect(relaxedIn(relaxed)).toBeGreaterThan(0)
  })

  it('set to false compiles the module without them', () => {
    const validated: number[] = []
    const spy = vi.spyOn(WebAssembly, 'validate').mockImplementation((bytes) => {
      validated.push((bytes as Uint8Array).length)
      return true
    })
    const runtime = makeRuntime(wasmBackend({ threads: 1, relaxedSimd: false }))
    expect(toArray(add(tensor([1], [1]), 1), runtime)[0]).toBe(2)
    spy.mockRestore()
    expect(validated).toEqual([plain.length])
    runtime.close()
  })
})
