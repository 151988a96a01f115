/**
 * @file The identity: `y = x`, without a copy. It is the meaning of `reshape`, since numbers are row-major, and of the
 * nodes that only matter to differentiation.
 */
import type { Value } from './Kernel.ts'

export const identity = (_: unknown, [x]: readonly [Value, ...Value[]]): Float64Array => x.data
