/**
 * @file The runtime that is used if none is passed: float32 on WebAssembly SIMD, with the threads of the machine.
 */
import { referenceBackend } from '../backend/reference/index.ts'
import { wasmBackend } from '../backend/wasm/index.ts'
import type { DebugWord } from '../compile/debug.ts'
import { debugBackend, debugWords } from '../compile/debug.ts'
import type { Backend } from '../compile/Program.ts'
import type { Runtime } from '../compile/Runtime.ts'
import { makeRuntime } from '../compile/Runtime.ts'
import { environmentValue } from '../core/environment.ts'
import { installDisplay } from '../core/Tensor.ts'

/** A module whose only function splats a number over a SIMD register: valid where the engine has WebAssembly SIMD. */
const simdModule = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 5, 1, 96, 0, 1, 123],
  ...[3, 2, 1, 0],
  ...[10, 8, 1, 6, 0, 65, 0, 253, 15, 11],
)

const hasSimd = (): boolean => typeof WebAssembly === 'object' && WebAssembly.validate(simdModule)

/** The wasm backend; or the reference backend, with one warning, if the engine has no WebAssembly SIMD. */
const chooseBackend = (): Backend => {
  if (hasSimd()) return wasmBackend()
  // eslint-disable-next-line no-console -- the slower path warns, once
  console.warn('cotangent: no WebAssembly SIMD in this JavaScript engine; computing in plain loops, which is slow')
  return referenceBackend
}

const isDebugWord = (word: string): word is DebugWord => Object.hasOwn(debugWords, word)

/** A backend that reports what the environment variable `COTANGENT_DEBUG` requests, if anything. */
const debugged = (backend: Backend): Backend => {
  const words = environmentValue('COTANGENT_DEBUG')
    .split(',')
    .filter((word) => word !== '')
  if (words.length === 0) return backend
  const unknown = words.filter((word) => !isDebugWord(word))
  if (unknown.length > 0) {
    const known = Object.keys(debugWords).join(', ')
    // eslint-disable-next-line no-console -- a misspelt word would otherwise do nothing, silently
    console.warn(`cotangent: COTANGENT_DEBUG knows ${known}, not ${unknown.join(', ')}`)
  }
  return debugBackend(backend, { show: words.filter(isDebugWord) })
}

/** The runtime, by which tensors print themselves from now on. No statement of the module, so that bundlers may drop both. */
const displaying = (runtime: Runtime): Runtime => {
  installDisplay((t) => runtime.evaluate([t])[0] ?? new Float64Array(0), 'default')
  return runtime
}

/**
 * The default of every function that takes a runtime: the wasm backend, in float32.
 *
 * @example
 * ```ts
 * import { add, defaultRuntime, item, referenceRuntime, tensor } from 'cotangent'
 *
 * item(add(tensor([0.1], []), 0.2), defaultRuntime) // => 0.30000001192092896
 * item(add(tensor([0.1], []), 0.2), referenceRuntime) // => 0.30000000000000004
 * ```
 */
export const defaultRuntime: Runtime = displaying(makeRuntime(debugged(chooseBackend())))
