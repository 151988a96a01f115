/**
 * @file The runtime that defines the correct results: float64 loops on the calling thread.
 */
import { referenceBackend } from '../backend/reference/index.ts'
import type { Runtime } from '../compile/Runtime.ts'
import { makeRuntime } from '../compile/Runtime.ts'

/**
 * Computes every primitive in float64, in code written to be read. It is slow, and all other runtimes are tested
 * against it.
 *
 * @example
 * ```ts
 * import { exp, item, referenceRuntime, tensor } from 'cotangent'
 *
 * item(exp(tensor([1], [1])), referenceRuntime) // => 2.718281828459045
 * ```
 */
export const referenceRuntime: Runtime = makeRuntime(referenceBackend)
