/**
 * @file A dialect: what computes programs in another way than usual. The plan, the memory and the machine are the same for
 * all dialects.
 */
import type { Pass } from './Family.ts'
import type { Lowerings } from './Lowering.ts'
import { lowerings } from './lowerings.ts'

/** How programs become commands. What instructions bring along comes after it. */
export interface Dialect {
  readonly passes: readonly Pass[]
  readonly lowerings: Partial<Lowerings>
}

/** Everything in WebAssembly. */
export const wasmDialect: Dialect = { passes: [], lowerings }
