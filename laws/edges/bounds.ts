/** @file How many units in the last place a function may be off at the edges. */
import type { Runtime } from '../../src/compile/Runtime.ts'

/** How far from the record a number may be. */
export interface Bound {
  /** Units in the last place. */
  readonly ulps: number
  /** A size that they may be those of, where the number itself is smaller; 0 by default. */
  readonly absolute?: number
}

const usual = [8, 16, 32] as const

/** The bound of a function, of an order of derivative, on a runtime. */
export const boundOf = (_name: string, order: 0 | 1 | 2, _runtime: Runtime): Bound => ({ ulps: usual[order] })
