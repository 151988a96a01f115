/**
 * @file log1p: ln(1 + x), exact near 0.
 *
 *     y = ln(1 + x)
 *
 * Shape rule: the shape of x. Pullback: g / (1 + x)
 * Laws: finite differences, adjointness, pullback linearity, second order; "undone by expm1".
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'
import { add } from './add.ts'
import { div } from './div.ts'
import { one } from './constant.ts'

const log1pPullback: UnaryPullback = (g, x) => div(g, add(x, one))

export const log1pPrimitive = unaryPrimitive('log1p', log1pPullback)

/**
 * ln(1 + x) without the cancellation near 0, entry by entry.
 *
 * @example
 * ```ts
 * import { item, log1p } from 'cotangent'
 *
 * item(log1p(1e-20)) // => 1e-20
 * ```
 */
export const log1p = unaryOperation(log1pPrimitive)
