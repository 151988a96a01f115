/**
 * @file cumprod: running products along an axis.
 *
 *     y[i] = product of x[0] .. x[i]
 *
 * Computed by doubling: after the step of width w, an entry holds the product of the 2 w entries up to it, so log n
 * steps of n products suffice. A product of neighbours may leave the range although no running product does, so
 * products are kept as mantissas and exponents until the end. Nothing is divided, so derivatives are right where
 * entries are 0.
 *
 * Shape rule: the shape of x. Pullback: y[i - 1] times c[i] = g[i] + x[i + 1] c[i + 1], a linear recurrence.
 * Laws: finite differences, adjointness, pullback linearity, second order, zeros included; "is the loop over the whole
 * range".
 */
import { checkOptions } from '../core/options.ts'
import { resolveAxis } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { flipAxes } from './flip.ts'
import {
  backwardFactors,
  movedBy,
  recurrence,
  scaledAfterOne,
  scaledFlipped,
  scaledProducts,
  scaledRecurrence,
} from './recurrence.ts'
import { joined, joinedProduct } from './scaled.ts'
import { withPullback } from './withSlopes.ts'

/** The pullback: the product of both factors is scaled too, since one may leave the range where it does not. */
const pulledBack = (x: Tensor, axis: number, g: Tensor, y: Tensor): Tensor => {
  const [factors, terms] = [backwardFactors(x, axis), flipAxes(g, [axis])]
  const scaled = scaledRecurrence(factors, terms, axis)
  const after = flipAxes(recurrence(factors, terms, axis, scaled), [axis])
  return joinedProduct(
    [movedBy(y, axis, 1, 1), scaledAfterOne(scaledProducts(x, axis), axis)],
    [after, scaledFlipped(scaled, axis)],
  )
}

/** The running products along a resolved axis; `scaled` are the same, for those who have them. */
const cumprodAlong = (x: Tensor, axis: number, scaled = scaledProducts(x, axis)): Tensor =>
  withPullback(joined(scaled), [x], (g, y) => [pulledBack(x, axis, g, y)])

/** The product of all other entries along a resolved axis. */
export const productOfOthers = (x: Tensor, axis: number): Tensor => {
  const flipped = flipAxes(x, [axis])
  const [before, after] = [scaledProducts(x, axis), scaledProducts(flipped, axis)]
  return joinedProduct(
    [movedBy(cumprodAlong(x, axis, before), axis, 1, 1), scaledAfterOne(before, axis)],
    [
      flipAxes(movedBy(cumprodAlong(flipped, axis, after), axis, 1, 1), [axis]),
      scaledFlipped(scaledAfterOne(after, axis), axis),
    ],
  )
}

/**
 * Running products along an axis, the last by default. A running product within the range of numbers is right wherever
 * the others lie.
 *
 * @example
 * ```ts
 * import { cumprod, tensor, toNested } from 'cotangent'
 *
 * toNested(cumprod()(tensor([1, 2, 3], [3]))) // => [1, 2, 6]
 * toNested(cumprod()(tensor([0, 1e30, 1e30], [3]))) // => [0, 0, 0]
 * ```
 */
export const cumprod = (options: { readonly axis?: number } = {}) => {
  const { axis = -1 } = checkOptions('cumprod', options, { axis: true })
  return (x: Tensor): Tensor => cumprodAlong(x, resolveAxis('cumprod', x.shape, axis))
}
