/**
 * @file stopGradient: the same numbers, held fixed by derivatives.
 *
 *     y = x        dy/dx = 0
 *
 * Shape rule: the shape of x. Pullback: zero. Law: zero cotangent; "the value is unchanged".
 */
import type { Tree } from '../core/Tree.ts'
import { map } from '../core/Tree.ts'
import { heldFixed } from '../ops/stopGradient.ts'

/**
 * A tree with the same numbers, which derivatives treat as constants.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { grad, item, mul, stopGradient, tensor } from 'cotangent'
 *
 * item(grad((x: Tensor<readonly []>) => mul(x, stopGradient(x)))(tensor(3, []))) // => 3
 * ```
 */
export const stopGradient = <T>(tree: T & Tree<T>): T => map(heldFixed)<T>(tree)
