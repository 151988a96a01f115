/**
 * @file max and min along axes.
 *
 *     y = the largest (smallest) entry of x along the axes; NaN wins
 *
 * Shape rule: the axes disappear, or stay with length 1. Pullback: the cotangent goes to the winning entry; entries
 * that tie share it evenly, so that the cotangents along the axes sum to g.
 * Laws: finite differences, adjointness, pullback linearity, second order, where the entries are distinct;
 * "conservation": the pullback's sum is the cotangent's, ties included; "conservation among equals".
 */
import { reduceShape } from '../core/Shape.ts'
import type { Primitive, Tensor } from '../core/Tensor.ts'
import { applyPrimitive } from '../core/Tensor.ts'
import { repeatAxes, sumAxes } from './broadcastTo.ts'
import { zero } from './constant.ts'
import { div } from './div.ts'
import { equal } from './equal.ts'
import { notEqual } from './notEqual.ts'
import { checkNonEmpty, reduction } from './reductions.ts'
import { where } from './where.ts'

const extremePullback = (g: Tensor, x: Tensor, y: Tensor, axes: readonly number[]): readonly [Tensor] => {
  const best = repeatAxes(y, x.shape, axes)
  // NaN equals nothing: where it wins, the winners are the entries that are NaN.
  const winners = where(equal(best, best), equal(x, best), notEqual(x, x))
  return [where(winners, repeatAxes(div(g, sumAxes(winners, axes)), x.shape, axes), zero)]
}

export const maxPrimitive: Primitive<'max'> = {
  name: 'max',
  shape: ({ axes }, [x]) => reduceShape(x, axes, false),
  pullback: (g, { inputs: [x], params: { axes }, output }) => extremePullback(g, x, output, axes),
}

export const minPrimitive: Primitive<'min'> = {
  name: 'min',
  shape: ({ axes }, [x]) => reduceShape(x, axes, false),
  pullback: (g, { inputs: [x], params: { axes }, output }) => extremePullback(g, x, output, axes),
}

const extreme =
  (primitive: typeof maxPrimitive | typeof minPrimitive) =>
  (x: Tensor, axes: readonly number[]): Tensor => {
    checkNonEmpty(primitive.name, x.shape, axes)
    return applyPrimitive(primitive, { axes }, [x])
  }

/**
 * The largest entry along axes; along all axes if none are named. Refuses to reduce over no entries. Entries that tie
 * share the cotangent evenly.
 *
 * @example
 * ```ts
 * import { max, tensor, toNested } from 'cotangent'
 *
 * toNested(max({ axis: 1 })(tensor([1, 4, 3, 2], [2, 2]))) // => [4, 3]
 * ```
 */
export const max = reduction('max', extreme(maxPrimitive))

/**
 * The smallest entry along axes; along all axes if none are named. Refuses to reduce over no entries. Entries that tie
 * share the cotangent evenly.
 *
 * @example
 * ```ts
 * import { min, tensor, toNested } from 'cotangent'
 *
 * toNested(min()(tensor([3, 1, 2], [3]))) // => 1
 * ```
 */
export const min = reduction('min', extreme(minPrimitive))
