/**
 * @file expm1: e^x - 1, exact near 0.
 *
 *     y = e^x - 1
 *
 * Shape rule: the shape of x. Pullback: g * e^x; y + 1 would lose all digits far below 0
 * Laws: finite differences, adjointness, pullback linearity, second order.
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'
import { exp } from './exp.ts'
import { mul } from './mul.ts'

const expm1Pullback: UnaryPullback = (g, x) => mul(g, exp(x))

export const expm1Primitive = unaryPrimitive('expm1', expm1Pullback)

/**
 * e^x - 1 without the cancellation near 0, entry by entry.
 *
 * @example
 * ```ts
 * import { expm1, item } from 'cotangent'
 *
 * item(expm1(1e-20)) // => 1e-20
 * ```
 */
export const expm1 = unaryOperation(expm1Primitive)
