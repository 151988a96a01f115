/**
 * @file logsumexp, and the softmax that is its derivative.
 *
 *     y = ln(sum of e^x along the axes), computed as m + ln(sum of e^(x - m)) with the largest entry m
 *
 * Shape rule: the axes disappear, or stay with length 1. Pullback: g times the softmax of x, e^(z - logsumexp(z)) with z = x - m.
 * Laws: finite differences, adjointness, pullback linearity, second order; "shift": logsumexp(x + c) = logsumexp(x) + c
 * also for |c| = 1e4; entries of -Infinity are ignored, and where all are -Infinity, y is -Infinity with derivative 0; where
 * an entry is Infinity, finite ones have derivative 0;
 * "meaning"; of logSoftmax "shift changes nothing" and "is the logarithm of softmax", of softmax "sums to 1", but for rows of -Infinity.
 */
import { checkOptions } from '../core/options.ts'
import { reduceShape } from '../core/Shape.ts'
import type { ShapeKeeping } from '../core/ShapedFunction.ts'
import { keepingShape } from '../core/ShapedFunction.ts'
import { resolveAxes } from '../core/shapeRules.ts'
import type { Primitive, Tensor } from '../core/Tensor.ts'
import { applyPrimitive } from '../core/Tensor.ts'
import { repeatAxes } from './broadcastTo.ts'
import { literal, zero } from './constant.ts'
import { equal } from './equal.ts'
import { exp } from './exp.ts'
import { maxPrimitive } from './max.ts'
import { mul } from './mul.ts'
import { reduction } from './reductions.ts'
import { heldFixed } from './stopGradient.ts'
import { sub } from './sub.ts'
import { where } from './where.ts'
import { withPullback } from './withSlopes.ts'

/** A reduced tensor repeated along the reduced axes, with 0 in place of -Infinity. */
const finite = (y: Tensor, x: Tensor, axes: readonly number[]): Tensor =>
  repeatAxes(where(equal(y, literal(-Infinity)), zero, y), x.shape, axes)

const largest = (x: Tensor, axes: readonly number[]): Tensor => heldFixed(applyPrimitive(maxPrimitive, { axes }, [x]))

/** x minus its largest entry along axes: the softmax is the same, and no digits are lost to a large common offset. */
export const centred = (x: Tensor, axes: readonly number[]): Tensor => sub(x, finite(largest(x, axes), x, axes))

export const logsumexpPrimitive: Primitive<'logsumexp'> = {
  name: 'logsumexp',
  shape: ({ axes }, [x]) => reduceShape(x, axes, false),
  pullback: (g, { inputs: [x], params: { axes } }) => [mul(repeatAxes(g, x.shape, axes), weightsOf(x, axes))],
}

const logsumexpAxes = (x: Tensor, axes: readonly number[]): Tensor => applyPrimitive(logsumexpPrimitive, { axes }, [x])

/** The logsumexp of numbers that are {@link centred}; its pullback need not centre them again. */
export const logsumexpCentred = (z: Tensor, axes: readonly number[]): Tensor =>
  withPullback(logsumexpAxes(z, axes), [z], (g, y) => [
    mul(repeatAxes(g, z.shape, axes), exp(sub(z, finite(y, z, axes)))),
  ])

/** The logarithms of the softmax; -Infinity where all entries are. */
const logWeights = (x: Tensor, axes: readonly number[]): Tensor => {
  const z = centred(x, axes)
  return sub(z, finite(logsumexpCentred(z, axes), x, axes))
}

/** The softmax; where an entry is Infinity, 0 for finite entries and NaN for infinite ones. */
const weightsOf = (x: Tensor, axes: readonly number[]): Tensor => {
  const isInfinite = repeatAxes(equal(largest(x, axes), literal(Infinity)), x.shape, axes)
  const atInfinity = where(equal(x, literal(Infinity)), literal(Number.NaN), zero)
  return where(isInfinite, atInfinity, exp(logWeights(where(isInfinite, zero, x), axes)))
}

/**
 * The logarithm of the sum of exponentials along axes, without overflow; along all axes if none are named. Where an entry
 * is Infinity, so is the sum; the derivative by finite entries is then 0, and by infinite ones NaN.
 *
 * @example
 * ```ts
 * import { logsumexp, item, tensor } from 'cotangent'
 *
 * item(logsumexp()(tensor([1e4, -Infinity], [2]))) // => 10000
 * ```
 */
export const logsumexp = reduction('logsumexp', logsumexpAxes)

/** The axis along which a function works. */
export interface AxisOption {
  /** The axis, negative from the back; the last by default. */
  readonly axis?: number
}

/**
 * The logarithm of the softmax along an axis, without overflow: x - logsumexp(x). A row whose entries are all -Infinity
 * stays so, where PyTorch has NaN.
 *
 * @example
 * ```ts
 * import { logSoftmax, tensor, toNested } from 'cotangent'
 *
 * toNested(logSoftmax()(tensor([0, -Infinity], [2]))) // => [0, -Infinity]
 * ```
 */
export const logSoftmax = (options: AxisOption = {}): ShapeKeeping => {
  const { axis = -1 } = checkOptions('logSoftmax', options, { axis: true })
  return keepingShape((x) => logWeights(x, resolveAxes('logSoftmax', x.shape, axis)))
}

/**
 * The softmax along an axis: e^x divided by its sum, without overflow. The entries are from 0 to 1 and
 * sum to 1, but for a row whose entries are all -Infinity: its softmax is 0 everywhere, so that attention that is masked
 * as a whole reads nothing. PyTorch has NaN there.
 *
 * @example
 * ```ts
 * import { softmax, tensor, toNested } from 'cotangent'
 *
 * toNested(softmax()(tensor([3, 3], [2]))) // => [0.5, 0.5]
 * toNested(softmax()(tensor([-Infinity, -Infinity], [2]))) // => [0, 0]
 * ```
 */
export const softmax = (options: AxisOption = {}): ShapeKeeping => {
  const { axis = -1 } = checkOptions('softmax', options, { axis: true })
  return keepingShape((x) => exp(logWeights(x, resolveAxes('softmax', x.shape, axis))))
}
