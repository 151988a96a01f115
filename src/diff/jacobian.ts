/**
 * @file Whole matrices of derivatives, row by row: one pullback for each entry of the value. For small functions.
 *
 *     jacobian(f)(x)[i.., j..] = d f(x)[i..] / d x[j..]        hessian(f) = jacobian(grad(f))
 *
 * Laws: finite differences, entry by entry; "rows of the Jacobian are pullbacks"; "the Hessian is symmetric".
 */
import type { Shape } from '../core/Shape.ts'
import { sizeOf } from '../core/Shape.ts'
import type { Operand, Tensor } from '../core/Tensor.ts'
import type { Tree } from '../core/Tree.ts'
import { zeros, arange } from '../ops/constant.ts'
import { equal } from '../ops/equal.ts'
import { literal } from '../ops/constant.ts'
import { reshapeTo } from '../ops/reshape.ts'
import { stack } from '../ops/concat.ts'
import { grad } from './grad.ts'
import { vjp } from './vjp.ts'

/** The tensor of a shape that is 1 at one place, counted row-major, and 0 elsewhere. */
const basis = (shape: Shape, index: number): Tensor =>
  reshapeTo(equal(arange(sizeOf(shape)) as Tensor, literal(index) as Tensor), shape)

/**
 * All partial derivatives of a tensor-valued function: value shape first, argument shape after. Works one pullback for
 * each entry of the value.
 *
 * @example
 * ```ts
 * import { jacobian, mul, tensor, toNested } from 'cotangent'
 *
 * const square = (x: Tensor<readonly [2]>) => mul(x, x)
 * toNested(jacobian(square)(tensor([3, 4], [2]))) // => [[6, 0], [0, 8]]
 *
 * import type { Tensor } from 'cotangent'
 * ```
 */
export const jacobian =
  <const S extends Shape, const T extends Shape>(f: (x: Tensor<S>) => Tensor<T>) =>
  (x: Tensor<S>): Tensor<readonly [...T, ...S]> => {
    const [value, pullback] = vjp(f as unknown as (x: Tensor) => Tensor)(x)
    const size = sizeOf(value.shape)
    const rows = Array.from({ length: size }, (_, index) => pullback(basis(value.shape, index)))
    const all: Tensor = size === 0 ? zeros([0, ...x.shape]) : (stack({ axis: 0 })(rows) as Tensor)
    return reshapeTo(all, [...value.shape, ...x.shape]) as Tensor as Tensor<readonly [...T, ...S]>
  }

/**
 * All second derivatives of a scalar function: the Jacobian of its gradient.
 *
 * @example
 * ```ts
 * import { hessian, pow, sum, tensor, toNested } from 'cotangent'
 *
 * const cubes = (x: Tensor<readonly [2]>) => sum()(pow(x, 3))
 * toNested(hessian(cubes)(tensor([1, 2], [2]))) // => [[6, 0], [0, 12]]
 *
 * import type { Tensor } from 'cotangent'
 * ```
 */
export const hessian =
  <const S extends Shape>(f: (x: Tensor<S>) => Operand) =>
  (x: Tensor<S>): Tensor<readonly [...S, ...S]> =>
    jacobian<S, S>((at: Tensor<S>) => grad(f)(at as Tensor<S> & Tree<Tensor<S>>))(x)
