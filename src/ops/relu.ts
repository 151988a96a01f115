/**
 * @file relu: the rectified linear unit.
 *
 *     y = x where x > 0, else 0
 *
 * Shape rule: the shape of x. Pullback: g where x > 0, else 0: the derivative at 0 is 0
 * Laws: finite differences, adjointness, pullback linearity, second order; "twice is once".
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'
import { lessEqual } from './lessEqual.ts'
import { where } from './where.ts'
import { zero } from './constant.ts'

// Uses the result, which is kept anyway, so that x need not be kept: y <= 0 exactly where x <= 0.
const reluPullback: UnaryPullback = (g, _, y) => where(lessEqual(y, zero), zero, g)

export const reluPrimitive = unaryPrimitive('relu', reluPullback)

/**
 * The rectified linear unit, max(x, 0), entry by entry; NaN stays NaN. Its derivative at 0 is 0.
 *
 * @example
 * ```ts
 * import { item, relu } from 'cotangent'
 *
 * item(relu(-1)) // => 0
 * ```
 */
export const relu = unaryOperation(reluPrimitive)
