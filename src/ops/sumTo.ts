/**
 * @file sumTo: a tensor summed back to a shape that broadcasts to its own; the adjoint of broadcastTo.
 *
 *     sumTo(shape)(y)[i] = sum of y[j] over the places j at which broadcasting to the shape of y repeats i
 *
 * Shape rule: the shape broadcasts to that of `y`. Pullback: broadcastTo.
 * Laws: finite differences, adjointness, pullback linearity, second order; "broadcasting and summation are adjoint",
 * "summing to the own shape changes nothing".
 */
import type { Shape } from '../core/Shape.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { sumBack } from './broadcastTo.ts'

/**
 * Sums a tensor to a shape that broadcasts to its own: over the axes in front that the shape does not have, and over
 * those where it has length 1. In a pullback of your own, it gives the cotangent of an `x` that was broadcast. Refuses
 * other shapes.
 *
 * @example
 * ```ts
 * import { sumTo, tensor, toNested } from 'cotangent'
 *
 * const y = tensor([1, 2, 3, 4, 5, 6], [2, 3])
 * toNested(sumTo([3])(y)) // => [5, 7, 9]
 * toNested(sumTo([2, 1])(y)) // => [[6], [15]]
 * toNested(sumTo([])(y)) // => 21
 * ```
 */
export const sumTo =
  <const T extends Shape>(shape: T) =>
  (x: Tensor): Tensor<T> => {
    const added = x.shape.length - shape.length
    if (added >= 0 && shape.every((d, axis) => d === 1 || d === x.shape[added + axis])) {
      return sumBack(x, shape)
    }
    const [from, to] = [showShape(x.shape), showShape(shape)]
    return refuse(
      'sumTo',
      [x.shape, shape],
      { expected: `a shape that broadcasts to ${from}`, found: to },
      `sum ${from} to ${to}`,
    )
  }
