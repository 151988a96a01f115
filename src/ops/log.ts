/**
 * @file log: the natural logarithm.
 *
 *     y = ln x
 *
 * Shape rule: the shape of x. Pullback: g / x
 * Laws: finite differences, adjointness, pullback linearity, second order; "undone by exp".
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'
import { div } from './div.ts'

const logPullback: UnaryPullback = (g, x) => div(g, x)

export const logPrimitive = unaryPrimitive('log', logPullback)

/**
 * The natural logarithm, entry by entry: -Infinity at 0, NaN below.
 *
 * @example
 * ```ts
 * import { item, log } from 'cotangent'
 *
 * item(log(1)) // => 0
 * ```
 */
export const log = unaryOperation(logPrimitive)
