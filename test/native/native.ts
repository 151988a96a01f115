/** @file Runtimes on the system's BLAS, for tests that need one: where there is none, they say so, and why. */
import type { NativeOptions, NativeRuntime } from 'cotangent/native'
import { nativeRuntime, showNativeError } from 'cotangent/native'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, it } from 'vitest'

const found = nativeRuntime({ threads: 1 })

/** A runtime on the library that the system has. All products go to it, however small, unless told. */
export const onLibrary = (options: NativeOptions = {}): NativeRuntime => {
  const made = nativeRuntime({ threads: 1, fewest: 0, ...options })
  if (E.isLeft(made)) throw new Error(showNativeError(made.left))
  return made.right
}

/** Tests of a runtime, where the system has a library; else one that is skipped, and named for the reason. */
export const describeNative = (name: string, tests: (runtime: NativeRuntime) => void): void => {
  describe(name, () => {
    if (E.isLeft(found)) {
      it.skip(`is not tried: ${showNativeError(found.left)}`)
      return
    }
    const runtime = onLibrary()
    afterAll(runtime.close)
    tests(runtime)
  })
}
