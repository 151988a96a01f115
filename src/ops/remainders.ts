/**
 * @file Whole and fractional parts, remainders, and other functions that select or mix entries.
 *
 *     trunc x: towards 0      frac x = x - trunc x
 *     remainder(a, b) = a - b floor(a / b)
 *
 * Shape rule: the shape of x, or the common shape of two operands. Pullback: whole parts have the derivative 0; the rest
 * through the parts.
 * Laws: finite differences, adjointness, pullback linearity, away from jumps; PyTorch's values and derivatives.
 */
import { checkOptions } from '../core/options.ts'
import type { Tensor } from '../core/Tensor.ts'
import { add } from './add.ts'
import { ceil } from './ceil.ts'
import { literal, zero } from './constant.ts'
import type { BinaryOperation, UnaryOperation } from './elementwise.ts'
import { composedBinary, composedUnary } from './elementwise.ts'
import { equal } from './equal.ts'
import { floor } from './floor.ts'
import { fmod } from './fmod.ts'
import { less } from './less.ts'
import { lessEqual } from './lessEqual.ts'
import { mul } from './mul.ts'
import { notEqual } from './notEqual.ts'
import { sub } from './sub.ts'
import { where } from './where.ts'

/**
 * The whole part of x, rounded towards 0.
 *
 * @example
 * ```ts
 * import { tensor, toNested, trunc } from 'cotangent'
 *
 * toNested(trunc(tensor([1.7, -1.7], [2]))) // => [1, -1]
 * ```
 */
export const trunc: UnaryOperation = composedUnary((x) => where(less(x, zero), ceil(x), floor(x)))

/**
 * The fractional part of x, with the sign of x.
 *
 * @example
 * ```ts
 * import { frac, tensor, toNested } from 'cotangent'
 *
 * toNested(frac(tensor([1.75, -1.75], [2]))) // => [0.75, -0.75]
 * ```
 */
export const frac: UnaryOperation = composedUnary((x) => sub(x, trunc(x)))

/**
 * The remainder of a / b with the sign of b: {@link fmod}, plus b where the signs differ.
 *
 * @example
 * ```ts
 * import { item, remainder } from 'cotangent'
 *
 * item(remainder(-5, 3)) // => 1
 * ```
 */
export const remainder: BinaryOperation = composedBinary('remainder', (a, b) => {
  const rest: Tensor = fmod(a, b)
  const isOver = mul(notEqual(rest, zero), notEqual(less(rest, zero), less(b, zero)))
  return where(isOver, add(rest, b), rest)
})

/**
 * The greater of two numbers; a number counts as greater than NaN. Of equals the first is taken, and has the
 * derivative.
 *
 * @example
 * ```ts
 * import { fmax, item } from 'cotangent'
 *
 * item(fmax(NaN, 2)) // => 2
 * ```
 */
export const fmax: BinaryOperation = composedBinary('fmax', (a, b) => {
  const isMissing = where(equal(b, b), zero, literal(1))
  return where(add(lessEqual(b, a), isMissing), a, b)
})

/**
 * The lesser of two numbers; a number counts as less than NaN. Of equals the first is taken, and has the derivative.
 *
 * @example
 * ```ts
 * import { fmin, item } from 'cotangent'
 *
 * item(fmin(NaN, 2)) // => 2
 * ```
 */
export const fmin: BinaryOperation = composedBinary('fmin', (a, b) => {
  const isMissing = where(equal(b, b), zero, literal(1))
  return where(add(lessEqual(a, b), isMissing), a, b)
})

/**
 * Linear interpolation between two tensors: a + weight (b - a), from the nearer end, so that weight 1 gives b.
 *
 * @example
 * ```ts
 * import { item, lerp } from 'cotangent'
 *
 * item(lerp(0.25)(0, 8)) // => 2
 * ```
 */
export const lerp = (weight: number): BinaryOperation =>
  composedBinary('lerp', (a, b) =>
    weight < 0.5 ? add(a, mul(sub(b, a), literal(weight))) : sub(b, mul(sub(b, a), literal(1 - weight))),
  )

/**
 * x where it is above a threshold, and a given value elsewhere.
 *
 * @example
 * ```ts
 * import { tensor, threshold, toNested } from 'cotangent'
 *
 * toNested(threshold({ above: 1, value: -1 })(tensor([0, 1, 2], [3]))) // => [-1, -1, 2]
 * ```
 */
export const threshold = (options: { readonly above: number; readonly value: number }): UnaryOperation => {
  const { above, value } = checkOptions('threshold', options, { above: true, value: true })
  return composedUnary((x) => where(lessEqual(x, literal(above)), literal(value), x))
}

/** The replacements for entries that are not finite. */
export interface NanToNumOptions {
  /** For NaN; 0 by default. */
  readonly nan?: number
  /** For infinity; the largest finite float32 by default. */
  readonly posinf?: number
  /** For minus infinity; the least finite float32 by default. */
  readonly neginf?: number
}

const mostFloat32 = 3.4028234663852886e38

/**
 * Replaces NaN and the infinities by finite numbers; the derivative of a replaced entry is 0.
 *
 * @example
 * ```ts
 * import { nanToNum, tensor, toNested } from 'cotangent'
 *
 * toNested(nanToNum({ posinf: 9 })(tensor([NaN, Infinity, 1], [3]))) // => [0, 9, 1]
 * ```
 */
export const nanToNum = (options: NanToNumOptions = {}): UnaryOperation => {
  const {
    nan = 0,
    posinf = mostFloat32,
    neginf = -mostFloat32,
  } = checkOptions('nanToNum', options, { nan: true, posinf: true, neginf: true })
  return composedUnary((x) => {
    const finite = where(
      equal(x, literal(Infinity)),
      literal(posinf),
      where(equal(x, literal(-Infinity)), literal(neginf), x),
    )
    return where(equal(x, x), finite, literal(nan))
  })
}
