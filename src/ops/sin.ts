/**
 * @file sin and cos: each is the other's derivative, up to sign.
 *
 *     y = sin x        y = cos x
 *
 * Shape rule: the shape of x. Pullback: g cos x and -g sin x.
 * Laws: finite differences, adjointness, pullback linearity, second order; "with cos on the unit circle".
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'

const sinPullback: UnaryPullback = (g, x) => mul(g, cos(x))

const cosPullback: UnaryPullback = (g, x) => neg(mul(g, sin(x)))

export const sinPrimitive = unaryPrimitive('sin', sinPullback)

export const cosPrimitive = unaryPrimitive('cos', cosPullback)

/**
 * The sine of an angle in radians, entry by entry.
 *
 * @example
 * ```ts
 * import { item, sin } from 'cotangent'
 *
 * item(sin(0)) // => 0
 * ```
 */
export const sin = unaryOperation(sinPrimitive)

/**
 * The cosine of an angle in radians, entry by entry.
 *
 * @example
 * ```ts
 * import { cos, item } from 'cotangent'
 *
 * item(cos(0)) // => 1
 * ```
 */
export const cos = unaryOperation(cosPrimitive)
