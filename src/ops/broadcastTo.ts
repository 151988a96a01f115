/**
 * @file broadcastTo and its adjoint, sum over axes: each is the other's pullback.
 *
 *     broadcastTo: y[i] = x[i with stretched axes at 0]        sum: y[i] = sum over the summed axes of x
 *
 * Shape rule: broadcastTo stretches axes of length 1 and adds axes in front, as NumPy does; sum drops its axes.
 * Pullback: of broadcastTo, the sum over the axes that were stretched; of sum, the cotangent repeated along its axes.
 * Laws: finite differences, adjointness, pullback linearity, second order; "broadcasting and summation are adjoint".
 */
import { ownList } from '../core/own.ts'
import type { Shape } from '../core/Shape.ts'
import { broadcastAxes, reduceShape, sameShape, showShape } from '../core/Shape.ts'
import { broadcastShapes, checkShape } from '../core/shapeRules.ts'
import type { Primitive, Site, Tensor } from '../core/Tensor.ts'
import { applyPrimitive, checkTensor, hasShape } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { constant, constantParams } from './constant.ts'
import { reshapeTo } from './reshape.ts'

const broadcastToPullback = (cotangent: Tensor, { inputs: [x] }: Site<'broadcastTo'>) =>
  [sumBack(cotangent, x.shape)] as const

const sumPullback = (cotangent: Tensor, { inputs: [x], params: { axes } }: Site<'sum'>) =>
  [repeatAxes(cotangent, x.shape, axes)] as const

export const broadcastToPrimitive: Primitive<'broadcastTo'> = {
  name: 'broadcastTo',
  shape: ({ shape }, [x]) =>
    sameShape(broadcastShapes('broadcast', x, shape), shape)
      ? shape
      : refuse(
          'broadcast',
          [x],
          { expected: 'axes of length 1 where the lengths differ', found: showShape(x) },
          `broadcast ${showShape(x)} to ${showShape(shape)}`,
        ),
  pullback: broadcastToPullback,
}

export const sumPrimitive: Primitive<'sum'> = {
  name: 'sum',
  shape: ({ axes }, [x]) => reduceShape(x, axes, false),
  pullback: sumPullback,
}

/** Sums over resolved axes, which disappear. */
export const sumAxes = (x: Tensor, axes: readonly number[]): Tensor =>
  axes.length === 0 ? x : applyPrimitive(sumPrimitive, { axes }, [x])

/** A tensor summed back to a shape that broadcasts to its own. */
export const sumBack = <S extends Shape>(x: Tensor, shape: S): Tensor<S> =>
  reshapeTo(sumAxes(x, broadcastAxes(shape, x.shape)), shape)

/** A tensor that was reduced over axes of `shape`, repeated along these axes back to `shape`. */
export const repeatAxes = (reduced: Tensor, shape: Shape, axes: readonly number[]): Tensor =>
  broadcastTo(shape)(reshapeTo(reduced, reduceShape(shape, axes, true)))

/**
 * Repeats a tensor along axes of length 1 and along new axes in front, as NumPy's broadcasting does.
 *
 * @example
 * ```ts
 * import { broadcastTo, tensor, toNested } from 'cotangent'
 *
 * toNested(broadcastTo([2, 3])(tensor([1, 2, 3], [3]))) // => [[1, 2, 3], [1, 2, 3]]
 * ```
 */
export const broadcastTo = <const T extends Shape>(given: T) => {
  const shape = ownList(given)
  return (x: Tensor): Tensor<T> => {
    const whole = checkTensor(x, 'broadcast')
    return hasShape(whole, checkShape('broadcast to', shape)) ? whole : repeatedConstant(whole, shape)
  }
}

/** A constant is made anew in the larger shape; everything else is repeated by the primitive. */
const repeatedConstant = <S extends Shape>(x: Tensor, shape: S): Tensor<S> => {
  const params = constantParams(x)
  return params === null || x.shape.length > 0
    ? applyPrimitive(broadcastToPrimitive, { shape: ownList(shape) }, [x])
    : constant(params.value, shape)
}
