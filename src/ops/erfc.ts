/**
 * @file erfc: what the error function leaves of 1.
 *
 *     y = 1 - erf(x), with all its digits also where erf(x) is near 1
 *
 * Shape rule: the shape of x. Pullback: -g 2 / sqrt(pi) e^(-x^2), told by `gauss`
 * Laws: finite differences, adjointness, pullback linearity, second order; the edges.
 */
import type { UnaryPullback } from './elementwise.ts'
import { unaryOperation, unaryPrimitive } from './elementwise.ts'
import { gauss } from './gauss.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'

const erfcPullback: UnaryPullback = (g, x) => neg(mul(g, gauss(x)))

export const erfcPrimitive = unaryPrimitive('erfc', erfcPullback)

/**
 * 1 - erf(x), entry by entry, with all its digits far to the right.
 *
 * @example
 * ```ts
 * import { erfc, item } from 'cotangent'
 *
 * item(erfc(0.5)) // => 0.4795
 * item(erfc(4)) // => 1.541726e-8
 * ```
 */
export const erfc = unaryOperation(erfcPrimitive)
