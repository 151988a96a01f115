/**
 * @file The runtime that is used where none is passed: float64 loops on the calling thread.
 */
import type { Runtime } from '../compile/Runtime.ts'
import { installDisplay } from '../core/Tensor.ts'
import { referenceRuntime } from './referenceRuntime.ts'

/** The default of every function that takes a runtime. */
export const defaultRuntime: Runtime = referenceRuntime

installDisplay((t) => defaultRuntime.evaluate([t])[0] ?? new Float64Array(0))
