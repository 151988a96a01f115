/**
 * @file sqrt: the square root.
 *
 *     y = x^(1/2)
 *
 * Shape rule: the shape of x. Pullback: g / (2 y), which is infinite at 0
 * Laws: finite differences, adjointness, pullback linearity, second order; "undone by squaring".
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'
import { div } from './div.ts'
import { mul } from './mul.ts'
import { two } from './constant.ts'

const sqrtPullback: UnaryPullback = (g, _, y) => div(g, mul(y, two))

export const sqrtPrimitive = unaryPrimitive('sqrt', sqrtPullback)

/**
 * The square root, entry by entry: NaN below 0. Its derivative at 0 is Infinity.
 *
 * @example
 * ```ts
 * import { item, sqrt } from 'cotangent'
 *
 * item(sqrt(9)) // => 3
 * ```
 */
export const sqrt = unaryOperation(sqrtPrimitive)
