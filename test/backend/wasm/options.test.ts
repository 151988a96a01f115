/** @file The settings of the backend. */
import { makeRuntime, ones, sum, toArray, wasmBackend } from 'cotangent'
import { describe, expect, it } from 'vitest'

describe('wasmBackend', () => {
  it('refuses options that it does not know, and what is no number of threads', () => {
    for (const threads of [0, -1, 1.5, NaN, '2' as never])
      expect(() => wasmBackend({ threads })).toThrow(/expected 'threads' to be a whole number, 1 or more/)
    expect(() => wasmBackend({ thread: 2 } as never)).toThrow(
      "expected options among threads, relaxedSimd, found 'thread'",
    )
    expect(() => wasmBackend(null as never)).toThrow('expected a record of options, found null')
  })

  it('takes 64 threads, and no more', () => {
    const runtime = makeRuntime(wasmBackend({ threads: 64 }))
    expect(toArray(sum()(ones([3])), runtime)[0]).toBe(3)
    runtime.close()
    expect(() => wasmBackend({ threads: 65 })).toThrow("expected 'threads' to be at most 64, found 65")
  })
})
