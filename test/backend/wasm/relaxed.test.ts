/** @file `relaxedSimd: false` runs a module without any instruction whose result an engine may choose. */
import { describe, expect, it, vi } from 'vitest'
import { conv2d, makeRuntime, ones, toArray, wasmBackend } from 'cotangent'
import { entryModule, productModule, windowModule } from '../../../src/backend/wasm/modules.ts'
import binaryen from 'binaryen'

/** The names of the relaxed instructions of a module, as text. */
const relaxedIn = (binary: Uint8Array): number => {
  const module = binaryen.readBinary(binary)
  const text = module.emitText()
  module.dispose()
  return text.match(/\brelaxed_\w+/g)?.length ?? 0
}

const modules = [entryModule, productModule, windowModule]

describe('relaxedSimd', () => {
  it('is where fused instructions are, and nowhere else', () => {
    for (const { binaries } of modules) expect(relaxedIn(binaries().plain)).toBe(0)
    const relaxed = modules.map(({ name, binaries }) => [name, relaxedIn(binaries().relaxed) > 0])
    expect(Object.fromEntries(relaxed)).toEqual({ entries: true, products: true, windows: false })
  })

  it('set to false compiles the modules without them', () => {
    const validated: number[] = []
    const spy = vi.spyOn(WebAssembly, 'validate').mockImplementation((bytes) => {
      validated.push((bytes as Uint8Array).length)
      return true
    })
    const runtime = makeRuntime(wasmBackend({ threads: 1, relaxedSimd: false }))
    expect(toArray(conv2d()(ones([1, 1, 2, 2]), ones([1, 1, 2, 2])), runtime)[0]).toBe(4)
    spy.mockRestore()
    expect(validated).toEqual(modules.map(({ binaries }) => binaries().plain.length))
    runtime.close()
  })
})
