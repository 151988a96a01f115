/**
 * @file Identities: the equations that one operation satisfies, and no other, by the operation's name. What holds of all
 * is in `gradient.ts`.
 */
import { elementwiseIdentities } from './elementwise.ts'
import { indexingIdentities } from './indexing.ts'
import { reductionIdentities } from './reductions.ts'
import { shapingIdentities } from './shaping.ts'
import { windowIdentities } from './windows.ts'

/**
 * The laws of single operations beyond their gradients, by the operation's name.
 *
 * @example
 * ```ts
 * import { identities } from 'cotangent/laws'
 *
 * identities.relu.map((law) => law.run({ runs: 3 })._tag) // => ['passed']
 * ```
 */
export const identities = {
  ...elementwiseIdentities,
  ...reductionIdentities,
  ...shapingIdentities,
  ...indexingIdentities,
  ...windowIdentities,
} as const
