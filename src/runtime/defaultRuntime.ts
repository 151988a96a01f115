/**
 * @file The runtime that is used where none is passed: float64 loops on the calling thread.
 */
import { referenceBackend } from '../backend/reference/index.ts'
import type { Runtime } from '../compile/Runtime.ts'
import { makeRuntime } from '../compile/Runtime.ts'
import { installDisplay } from '../core/Tensor.ts'

/** The default of every function that takes a runtime. */
export const defaultRuntime: Runtime = makeRuntime(referenceBackend)

installDisplay((t) => defaultRuntime.evaluate([t])[0] ?? new Float64Array(0))
