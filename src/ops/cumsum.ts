/**
 * @file cumsum: running sums along an axis.
 *
 *     y[i] = x[0] + ... + x[i]        exclusive: without x[i]        reverse: x[i] + ... + x[n - 1]
 *
 * Shape rule: the shape of x. Pullback: the running sum of the cotangent from the back, which is flip, cumsum, flip;
 * reverse and exclusive through their parts.
 * Laws: finite differences, adjointness, pullback linearity, second order; "the last running sum is the sum".
 */
import { checkOptions } from '../core/options.ts'
import type { ShapeKeeping } from '../core/ShapedFunction.ts'
import { keepingShape } from '../core/ShapedFunction.ts'
import { resolveAxis } from '../core/shapeRules.ts'
import type { Primitive, Site, Tensor } from '../core/Tensor.ts'
import { applyPrimitive } from '../core/Tensor.ts'
import { flipAxes } from './flip.ts'
import { padZeros, sliceAlong } from './slice.ts'

const cumsumPullback = (g: Tensor, { params: { axis } }: Site<'cumsum'>) =>
  [flipAxes(cumsumAlong(flipAxes(g, [axis]), axis), [axis])] as const

export const cumsumPrimitive: Primitive<'cumsum'> = {
  name: 'cumsum',
  shape: (_, [x]) => x,
  pullback: cumsumPullback,
}

const cumsumAlong = (x: Tensor, axis: number): Tensor => applyPrimitive(cumsumPrimitive, { axis }, [x])

/** The axis, the direction, and whether an entry counts in its own sum. */
export interface CumsumOptions {
  readonly axis: number
  /** Whether to sum from the last entry to the first; false by default. */
  readonly reverse?: boolean
  /** Whether each sum leaves out its own entry, so that the first sum is 0; false by default. */
  readonly exclusive?: boolean
}

/** Shifts entries by one place along a resolved axis: a zero moves in, the last entry out. */
const movedOn = (x: Tensor, axis: number): Tensor => {
  const length = x.shape[axis] ?? 0
  const at = (entries: number): readonly number[] => x.shape.map((_, index) => (index === axis ? entries : 0))
  return length === 0 ? x : padZeros(sliceAlong(x, axis, 0, length - 1), at(1), at(0), at(0))
}

/**
 * Running sums along an axis.
 *
 * @example
 * ```ts
 * import { cumsum, tensor, toNested } from 'cotangent'
 *
 * const x = tensor([1, 2, 3], [3])
 * toNested(cumsum({ axis: 0 })(x)) // => [1, 3, 6]
 * toNested(cumsum({ axis: 0, reverse: true })(x)) // => [6, 5, 3]
 * toNested(cumsum({ axis: 0, exclusive: true })(x)) // => [0, 1, 3]
 * ```
 */
export const cumsum = (options: CumsumOptions): ShapeKeeping => {
  const {
    axis,
    reverse = false,
    exclusive = false,
  } = checkOptions('cumsum', options, { axis: true, reverse: true, exclusive: true })
  return keepingShape((x) => {
    const along = resolveAxis('cumsum', x.shape, axis)
    const turned = (t: Tensor): Tensor => (reverse ? flipAxes(t, [along]) : t)
    const entries = turned(x)
    return turned(cumsumAlong(exclusive ? movedOn(entries, along) : entries, along))
  })
}
