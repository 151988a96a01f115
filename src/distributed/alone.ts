/** @file The group of one process, the unit among groups. */
import { defaultRuntime } from '../runtime/index.ts'
import type { Group } from './Group.ts'
import { groupOver } from './Group.ts'
import { lonely } from './Wire.ts'

/**
 * The group of this process alone: every operation returns its tree. `close` leaves it open for the rest of the program.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { alone } from 'cotangent/distributed'
 *
 * alone.size // => 1
 * toNested(alone.allReduce('mean')({ a: tensor([1, 2], [2]) }).a) // => [1, 2]
 * ```
 */
export const alone: Group = { ...groupOver(lonely, defaultRuntime), close: () => undefined }
