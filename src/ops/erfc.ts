/**
 * @file erfc: the complementary error function.
 *
 *     y = 1 - erf(x), to full precision even where erf(x) is near 1
 *
 * Shape rule: the shape of x. Pullback: -g 2 / sqrt(pi) e^(-x^2), computed by `gauss`
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
 * 1 - erf(x), entry by entry, to full precision even for large x.
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
