/**
 * @file Sum and average pooling: the cells under a sliding window, summed or averaged, per channel.
 *
 *     sum: y[n, c, i, j] = sum over p, q of x[n, c, i s + p d - pad, j s + q d - pad]        average: y = sum / divisor
 *
 * The divisor is the number of the window's cells inside the padded input (`countIncludePad`, the default) or inside
 * the input; cells that ceil mode adds beyond the padding never count.
 *
 * Shape rule: [N, C, ...S] to [N, C, ...] with floor((S + 2 pad - (d (K - 1) + 1)) / s) + 1 along each spatial axis, or
 * rounded up in ceil mode, without a last window that begins in the padding; the stride is the kernel's size by default.
 * Pullback: the cotangent spread over its window, with the same divisor; spreading and summing are adjoint primitives.
 * Laws: finite differences, adjointness, pullback linearity, second order; linearity; "even spreading"; "conservation":
 * without padding the pullback keeps the sum of the cotangent; "a constant image keeps its value"; "meaning".
 */
import { checkOptions } from '../core/options.ts'
import { pooling } from '../backend/families.ts'
import type { Primitive, Site, Tensor } from '../core/Tensor.ts'
import { applyPrimitive, leaf } from '../core/Tensor.ts'
import type { Window, WindowAxis } from '../core/Window.ts'
import { span, windowInput } from '../core/Window.ts'
import { literal } from './constant.ts'
import { div } from './div.ts'
import { mul } from './mul.ts'
import type { PoolOptions } from './pooling.ts'
import { pooledShape, poolOptions, poolParams } from './pooling.ts'

const sumPoolPullback = (g: Tensor, { params }: Site<'sumPool'>) =>
  [applyPrimitive(sumPoolInputPrimitive, params, [g])] as const

const sumPoolInputPullback = (g: Tensor, { params }: Site<'sumPoolInput'>) =>
  [applyPrimitive(sumPoolPrimitive, params, [g])] as const

export const sumPoolPrimitive: Primitive<'sumPool'> = {
  name: 'sumPool',
  family: pooling,
  shape: (params, [x]) => pooledShape(x, params),
  pullback: sumPoolPullback,
}

export const sumPoolInputPrimitive: Primitive<'sumPoolInput'> = {
  name: 'sumPoolInput',
  family: pooling,
  shape: ({ window }, [dy]) => [...dy.slice(0, 2), ...windowInput(window)],
  pullback: sumPoolInputPullback,
}

/**
 * Sum pooling over 1 or 2 spatial axes, as many as the input has.
 *
 * @example
 * ```ts
 * import { sumPool, tensor, toNested } from 'cotangent'
 *
 * toNested(sumPool({ kernel: 2 })(tensor([1, 3, 5, 7], [1, 1, 4]))) // => [[[4, 12]]]
 * ```
 */
export const sumPool = (given: PoolOptions) => {
  const options = checkOptions('sumPool', given, poolOptions)
  return (x: Tensor): Tensor => applyPrimitive(sumPoolPrimitive, poolParams('sumPool', x.shape, options), [x])
}

/** How the divisor of an average is counted. */
export interface AvgPoolOptions extends PoolOptions {
  /** Whether padding cells count in the divisor; true by default, as in PyTorch. */
  readonly countIncludePad?: boolean
}

/**
 * How many taps of each window along an axis count in the divisor: one number if they are as many everywhere, as along an
 * axis of any length that windows do not leave.
 */
const countsAlong = (axis: WindowAxis, includePad: boolean): number | readonly number[] => {
  const [from, to] = includePad ? [-axis.low, axis.input + axis.high] : [0, axis.input]
  const startOf = (i: number): number => i * axis.stride - axis.low
  if (startOf(0) >= from && startOf(axis.output - 1) + span(axis) <= to) return axis.kernel
  /** The taps of a window that are before a cell. */
  const before = (start: number, cell: number): number =>
    Math.min(axis.kernel, Math.max(0, Math.ceil((cell - start) / axis.dilation)))
  const counts = Array.from({ length: axis.output }, (_, i) => before(startOf(i), to) - before(startOf(i), from))
  const [first = 1] = counts
  return counts.every((count) => count === first) ? first : counts
}

/**
 * The divisor of each window. It is a product of one factor per axis, and they are multiplied where it is used: a tensor with
 * an entry per window would take as much room as the result, before anything is computed.
 */
const divisorOf = (window: Window, includePad: boolean): Tensor => {
  const counts = window.map((axis) => countsAlong(axis, includePad))
  const same = counts.reduce<number>((product, count) => (typeof count === 'number' ? product * count : product), 1)
  const columns = counts.flatMap((along, k) =>
    typeof along === 'number'
      ? []
      : [leaf(Float64Array.from(along), [along.length, ...counts.slice(k + 1).map(() => 1)])],
  )
  const factors = same === 1 && columns.length > 0 ? columns : [literal(same), ...columns]
  return factors.reduce((product, factor) => mul(product, factor))
}

/** Average pooling, under the name of the operation that it is a part of. */
export const averaged = (operation: string, given: AvgPoolOptions) => {
  const options = checkOptions(operation, given, { ...poolOptions, countIncludePad: true })
  return (x: Tensor): Tensor => {
    const params = poolParams(operation, x.shape, options)
    return div(applyPrimitive(sumPoolPrimitive, params, [x]), divisorOf(params.window, options.countIncludePad ?? true))
  }
}

/**
 * Average pooling over 1 or 2 spatial axes, as many as the input has; see `avgPool1d`, `avgPool2d`.
 *
 * @example
 * ```ts
 * import { avgPool, tensor, toNested } from 'cotangent'
 *
 * toNested(avgPool({ kernel: 2 })(tensor([1, 3, 5, 7], [1, 1, 4]))) // => [[[2, 6]]]
 * toNested(avgPool({ kernel: 2, ceilMode: true })(tensor([1, 3, 5], [1, 1, 3]))) // => [[[2, 5]]]
 * ```
 */
export const avgPool = (options: AvgPoolOptions): ((x: Tensor) => Tensor) => averaged('avgPool', options)
