/**
 * @file fmod: the remainder of a division that rounds towards 0.
 *
 *     y = a - n b, exact, with n = a / b rounded towards 0; y has the sign of a, even where it is 0
 *
 * NaN where a is infinite or b is 0; a where b is infinite, as in IEEE 754.
 * Shape rule: both operands are broadcast to one shape, which y has. Pullback: g and -n g, with n = (a - y) / b.
 * Laws: finite differences, adjointness, pullback linearity, away from jumps; the edges.
 */
import { zero } from './constant.ts'
import { div } from './div.ts'
import type { BinaryPullback } from './elementwise.ts'
import { binaryOperation, binaryPrimitive } from './elementwise.ts'
import { equal } from './equal.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { round } from './round.ts'
import { sub } from './sub.ts'
import { where } from './where.ts'

/** How many times b is subtracted: 0 where b is infinite. */
const fmodPullback: BinaryPullback = (g, a, b, y) => {
  const taken = sub(a, y)
  const times = round(where(equal(taken, zero), zero, div(taken, b)))
  return [g, where(equal(times, zero), zero, neg(mul(g, times)))]
}

export const fmodPrimitive = binaryPrimitive('fmod', fmodPullback)

/**
 * The remainder of a / b with the sign of a; exact.
 *
 * @example
 * ```ts
 * import { fmod, item } from 'cotangent'
 *
 * item(fmod(-5, 3)) // => -2
 * item(fmod(1, 0.1)) // => 0.09999999999999995
 * ```
 */
export const fmod = binaryOperation(fmodPrimitive)
