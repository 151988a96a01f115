/**
 * @file The runtime that defines right: float64 loops on the calling thread.
 */
import { referenceBackend } from '../backend/reference/index.ts'
import type { Runtime } from '../compile/Runtime.ts'
import { makeRuntime } from '../compile/Runtime.ts'

/**
 * Every primitive in float64, written to be read. Slow, and what all other runtimes are measured by.
 *
 * @example
 * ```ts
 * import { exp, item, referenceRuntime, tensor } from 'cotangent'
 *
 * item(exp(tensor([1], [1])), referenceRuntime) // => 2.718281828459045
 * ```
 */
export const referenceRuntime: Runtime = makeRuntime(referenceBackend)
