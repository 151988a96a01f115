/**
 * @file expm1: e^x - 1, exact near 0.
 *
 *     y = e^x - 1
 *
 * Shape rule: the shape of x. Pullback: g * e^x, written g * y + g so that it too is exact near 0
 * Laws: finite differences, adjointness, pullback linearity, second order.
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'
import { add } from './add.ts'
import { mul } from './mul.ts'

const expm1Pullback: UnaryPullback = (g, _, y) => add(mul(g, y), g)

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
