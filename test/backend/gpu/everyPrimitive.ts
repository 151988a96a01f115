/** @file The primitives that a device must have run. */
import { lowerings } from '../../../src/backend/gpu/lowerings.ts'

/** Only differentiation sees these, only compilation makes them, or only groups of processes. */
const unseen = ['custom', 'fused', 'rankSum', 'stopGradient', 'variable']

/** Every primitive that evaluation meets, by name. */
export const everyPrimitive: readonly string[] = Object.keys(lowerings)
  .filter((name) => !unseen.includes(name))
  .sort()
