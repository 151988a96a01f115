/**
 * @file pow: one tensor to the power of another, entry by entry.
 *
 *     y = a^b
 *
 * Shape rule: both operands are broadcast to one shape, which y has.
 * Pullback: g b a^(b - 1), which is 0 for b = 0 also at a = 0; and g y ln a, which at a = 0 is 0 for b >= 0 and
 * minus infinity times g for b < 0.
 * Laws: finite differences, adjointness, pullback linearity, second order; "has derivative 0 for the power 0, also at
 * 0"; "takes whole powers of negative numbers".
 */
import type { Tensor } from '../core/Tensor.ts'
import { abs } from './abs.ts'
import { add } from './add.ts'
import { one, zero } from './constant.ts'
import type { BinaryPullback } from './elementwise.ts'
import { binaryOperation, binaryPrimitive } from './elementwise.ts'
import { div } from './div.ts'
import { equal } from './equal.ts'
import { less } from './less.ts'
import { lessEqual } from './lessEqual.ts'
import { log } from './log.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { sub } from './sub.ts'
import { where } from './where.ts'
import { withSlopes } from './withSlopes.ts'

/**
 * The derivative of a^b by a where b is 0: the value is 0, with the derivatives of b a^(b - 1), which it stands for.
 * Elsewhere its factors are replaced by harmless ones, so that a cotangent of zero is never multiplied by infinity.
 */
const flatSlope = (a: Tensor, b: Tensor, isFlat: Tensor): Tensor =>
  withSlopes(mul(isFlat, zero), [a, b], () => {
    const isTaken = mul(isFlat, less(zero, abs(a)))
    const [base, exponent] = [where(isTaken, a, one), where(isTaken, b, zero)]
    const share = div(pow(base, exponent), base)
    const toBase = div(mul(mul(exponent, sub(exponent, one)), share), base)
    return [toBase, mul(isTaken, mul(share, add(one, mul(exponent, log(base)))))]
  })

const powPullback: BinaryPullback = (g, a, b, y) => {
  // The branch that is not taken is given a harmless argument too, so that second derivatives stay finite.
  const isFlat = equal(b, zero)
  const steep = mul(b, pow(a, sub(where(isFlat, one, b), one)))
  const toBase = mul(g, where(isFlat, flatSlope(a, b, isFlat), steep))
  const falls = where(lessEqual(zero, b), zero, neg(y))
  const toExponent = mul(g, where(equal(a, zero), falls, mul(y, log(where(equal(a, zero), one, a)))))
  return [toBase, toExponent]
}

export const powPrimitive = binaryPrimitive('pow', powPullback)

/**
 * a to the power b, broadcast: NaN for a negative base and an exponent that is not whole.
 *
 * @example
 * ```ts
 * import { pow, tensor, toNested } from 'cotangent'
 *
 * toNested(pow(tensor([-2, 3], [2]), 3)) // => [-8, 27]
 * ```
 */
export const pow = binaryOperation(powPrimitive)
