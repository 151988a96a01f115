/**
 * @file Linear recurrences along an axis, which the derivatives of running products are made of.
 *
 *     y[0] = b[0]        y[i] = a[i] y[i - 1] + b[i]
 *
 * Computed by doubling: after the step of width w, an entry tells how it follows from the entry w places before it, so
 * log n steps suffice. Products of neighbours may leave the range although no y does; they are {@link Scaled}.
 *
 * Shape rule: a and b have one shape, which y has. Pullback: to b, the recurrence c of the cotangent from the back, and
 * to a, c[i] y[i - 1].
 * Laws: those of `cumprod`, whose pullback it is.
 */
import type { Tensor } from '../core/Tensor.ts'
import { concatAlong } from './concat.ts'
import { constant } from './constant.ts'
import { flipAxes } from './flip.ts'
import { mul } from './mul.ts'
import type { Scaled } from './scaled.ts'
import { joined, product, split, total } from './scaled.ts'
import { sliceAlong } from './slice.ts'
import { withPullback } from './withSlopes.ts'

/** Shifts entries by `width` places along an axis; copies of a number move in. */
export const movedBy = (x: Tensor, axis: number, width: number, entering: number): Tensor => {
  const length = x.shape[axis] ?? 0
  const shape = x.shape.map((d, index) => (index === axis ? Math.min(width, length) : d))
  return concatAlong([constant(entering, shape), sliceAlong(x, axis, 0, Math.max(0, length - width))], axis)
}

/** Shifts scaled numbers by `width` places; copies of a number, 0 or 1, move in. */
const scaledBy = ({ mantissa, exponent }: Scaled, axis: number, width: number, entering: 0 | 1): Scaled => ({
  mantissa: movedBy(mantissa, axis, width, entering),
  exponent: movedBy(exponent, axis, width, 0),
})

/** The widths of a doubling scan of an axis: 1, 2, 4, .. below its length. */
const widths = (length: number): readonly number[] =>
  Array.from({ length: Math.ceil(Math.log2(Math.max(1, length))) }, (_, k) => 2 ** k)

/** The running products of numbers along an axis, scaled. */
export const scaledProducts = (x: Tensor, axis: number): Scaled =>
  widths(x.shape[axis] ?? 0).reduce((y, width) => product(y, scaledBy(y, axis, width, 1)), split(x))

/** {@link Scaled} numbers one place further along an axis; a first 1 moves in. */
export const scaledAfterOne = (x: Scaled, axis: number): Scaled => scaledBy(x, axis, 1, 1)

/** Scaled numbers in the opposite order along an axis. */
export const scaledFlipped = ({ mantissa, exponent }: Scaled, axis: number): Scaled => ({
  mantissa: flipAxes(mantissa, [axis]),
  exponent: flipAxes(exponent, [axis]),
})

/** The recurrence, scaled. */
export const scaledRecurrence = (a: Tensor, b: Tensor, axis: number): Scaled =>
  widths(a.shape[axis] ?? 0).reduce(
    ({ factor, term }, width) => ({
      factor: product(factor, scaledBy(factor, axis, width, 1)),
      term: total(term, product(factor, scaledBy(term, axis, width, 0))),
    }),
    { factor: split(a), term: split(b) },
  ).term

/** The factors of the recurrence that runs from the back: entry i is multiplied by the factor of entry i + 1. */
export const backwardFactors = (a: Tensor, axis: number): Tensor => movedBy(flipAxes(a, [axis]), axis, 1, 0)

/** y[i] = a[i] y[i - 1] + b[i] along a resolved axis; `scaled` is the same, for those who have it. */
export const recurrence = (a: Tensor, b: Tensor, axis: number, scaled = scaledRecurrence(a, b, axis)): Tensor =>
  withPullback(joined(scaled), [a, b], (g, y) => {
    const c = flipAxes(recurrence(backwardFactors(a, axis), flipAxes(g, [axis]), axis), [axis])
    return [mul(c, movedBy(y, axis, 1, 0)), c]
  })
