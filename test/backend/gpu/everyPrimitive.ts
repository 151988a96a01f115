/** @file The primitives that a device must have run. */
import { lowerings } from '../../../src/backend/gpu/lowerings.ts'

/** Only differentiation sees these, or only compilation makes them. */
const unseen = ['custom', 'fused', 'stopGradient', 'variable']

/** Every primitive that evaluation meets, by name. */
export const everyPrimitive: readonly string[] = Object.keys(lowerings)
  .filter((name) => !unseen.includes(name))
  .sort()
