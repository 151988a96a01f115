/**
 * @file rsqrt: one over the square root.
 *
 *     y = x^(-1/2)
 *
 * Shape rule: the shape of x. Pullback: -g y / (2 x)
 * Laws: finite differences, adjointness, pullback linearity, second order.
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'
import { div } from './div.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { two } from './constant.ts'

const rsqrtPullback: UnaryPullback = (g, x, y) => neg(div(mul(g, y), mul(x, two)))

export const rsqrtPrimitive = unaryPrimitive('rsqrt', rsqrtPullback)

/**
 * One over the square root, entry by entry: Infinity at 0, NaN below.
 *
 * @example
 * ```ts
 * import { item, rsqrt } from 'cotangent'
 *
 * item(rsqrt(4)) // => 0.5
 * ```
 */
export const rsqrt = unaryOperation(rsqrtPrimitive)
