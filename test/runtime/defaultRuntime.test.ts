/** @file An engine without WebAssembly SIMD: the default runtime computes slowly and says so once; the wasm backend refuses. */
import { afterEach, describe, expect, it, vi } from 'vitest'

const load = () => import('../../src/index.ts')

afterEach(() => {
  vi.restoreAllMocks()
  vi.resetModules()
})

const withoutSimd = () => {
  vi.resetModules()
  vi.spyOn(WebAssembly, 'validate').mockReturnValue(false)
  return vi.spyOn(console, 'warn').mockImplementation(() => undefined)
}

describe('defaultRuntime', () => {
  it('computes on wasm where the engine has SIMD, without a word', async () => {
    vi.resetModules()
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const { add, defaultRuntime, item, tensor } = await load()
    expect(defaultRuntime.backend.name).toBe('wasm')
    expect(item(add(tensor([0.1], []), 0.2))).toBe(Math.fround(Math.fround(0.1) + Math.fround(0.2)))
    expect(warn).not.toHaveBeenCalled()
  })

  it('computes in plain loops where it has none, and says so once', async () => {
    const warn = withoutSimd()
    const { add, defaultRuntime, item, tensor } = await load()
    expect(defaultRuntime.backend.name).toBe('reference')
    expect(item(add(tensor([1], []), 2))).toBe(3)
    expect(item(add(tensor([2], []), 2))).toBe(4)
    expect(warn.mock.calls).toEqual([[expect.stringContaining('no WebAssembly SIMD')]])
  })

  it('leaves a wasm backend that was asked for to refuse', async () => {
    withoutSimd()
    const { add, item, makeRuntime, tensor, TensorError, wasmBackend } = await load()
    const runtime = makeRuntime(wasmBackend())
    expect(() => item(add(tensor([1], []), 2), runtime)).toThrow(TensorError)
    expect(() => item(add(tensor([1], []), 2), runtime)).toThrow(
      'expected a JavaScript engine with WebAssembly SIMD, found one without',
    )
  })
})
