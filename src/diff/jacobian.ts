/**
 * @file Full matrices of derivatives: by the pullbacks of all entries of the value at once, or by the pushforwards of
 * all entries of the argument, which is less work if the argument has fewer entries.
 *
 *     jacobian(f)(x)[i.., j..] = d f(x)[i..] / d x[j..]        hessian(f) = jacobian(grad(f))
 *
 * Laws: finite differences, entry by entry; "rows of the Jacobian are pullbacks"; "forward is reverse"; "the Hessian is
 * symmetric".
 */
import { checkOptions } from '../core/options.ts'
import { notPromised } from '../core/notPromised.ts'
import type { Shape } from '../core/Shape.ts'
import { sizeOf } from '../core/Shape.ts'
import type { ScalarValue } from '../core/ShapeTypes.ts'
import type { Operand, Tensor } from '../core/Tensor.ts'
import { asTensor, checkTensor, ofShape } from '../core/Tensor.ts'
import { arange, zeros } from '../ops/constant.ts'
import { equal } from '../ops/equal.ts'
import { reshapeTo } from '../ops/reshape.ts'
import { transposeTo } from '../ops/transpose.ts'
import { gradientAt } from './grad.ts'
import { linearizeAt } from './linearize.ts'
import { vjpAt } from './vjp.ts'
import { vmap } from './vmap.ts'

/** How a Jacobian is computed. */
export interface JacobianOptions {
  /** By pullbacks, one per entry of the value (the default), or by pushforwards, one per entry of the argument. */
  readonly mode?: 'reverse' | 'forward'
}

/** The standard basis of a shape, along a first axis: tensors that are 1 at one place and 0 elsewhere. */
const basis = (shape: Shape): Tensor => {
  const size = sizeOf(shape)
  const row = reshapeTo(arange(size), [size, 1])
  return reshapeTo(equal(arange(size), row), [size, ...shape])
}

const byRows = <S extends Shape, T extends Shape>(f: (x: Tensor<S>) => Tensor<T>, x: Tensor<S>): Tensor => {
  const [value, pullback] = vjpAt(f, x)
  const rows = vmap((row: Tensor): Tensor => pullback(ofShape<T>(row)))(basis(value.shape))
  return reshapeTo(rows, [...value.shape, ...x.shape])
}

const byColumns = <S extends Shape, T extends Shape>(f: (x: Tensor<S>) => Tensor<T>, x: Tensor<S>): Tensor => {
  const [value, push] = linearizeAt(f, x)
  const columns = vmap((column: Tensor): Tensor => push(ofShape<S>(column)))(basis(x.shape))
  const matrix = reshapeTo(columns, [sizeOf(x.shape), sizeOf(value.shape)])
  return reshapeTo(transposeTo(matrix, [1, 0]), [...value.shape, ...x.shape])
}

/**
 * All partial derivatives of a tensor-valued function. The result has the shape of the value followed by that of the
 * argument; a plain number is a scalar. It is computed by pullbacks of all entries of the value at once, or in forward mode by pushforwards of all
 * entries of the argument.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { jacobian, mul, tensor, toNested } from 'cotangent'
 *
 * const square = (x: Tensor<readonly [2]>) => mul(x, x)
 * toNested(jacobian(square)(tensor([3, 4], [2]))) // => [[6, 0], [0, 8]]
 * toNested(jacobian(square, { mode: 'forward' })(tensor([3, 4], [2]))) // => [[6, 0], [0, 8]]
 * ```
 */
export const jacobian = <const S extends Shape, const T extends Shape>(
  f: (x: Tensor<S>) => Tensor<T>,
  options: JacobianOptions = {},
) => {
  const { mode = 'reverse' } = checkOptions('jacobian', options, { mode: { reverse: true, forward: true } })
  return (x: Tensor<S>): Tensor<readonly [...T, ...S]> => {
    const tensorOf = (at: Tensor<S>): Tensor<T> =>
      ofShape<T>(asTensor<Operand>(notPromised('jacobian', 'take the Jacobian', f(at))))
    checkTensor(x, 'take the Jacobian')
    const value = tensorOf(x)
    const all =
      sizeOf(value.shape) * sizeOf(x.shape) === 0
        ? zeros([...value.shape, ...x.shape])
        : mode === 'reverse'
          ? byRows(tensorOf, x)
          : byColumns(tensorOf, x)
    return ofShape<readonly [...T, ...S]>(all)
  }
}

/**
 * All second derivatives of a scalar function: the Jacobian of its gradient.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { hessian, pow, sum, tensor, toNested } from 'cotangent'
 *
 * const cubes = (x: Tensor<readonly [2]>) => sum()(pow(x, 3))
 * toNested(hessian(cubes)(tensor([1, 2], [2]))) // => [[6, 0], [0, 12]]
 * ```
 */
export const hessian =
  <const S extends Shape, Y extends Operand>(f: (x: Tensor<S>) => Y & ScalarValue<Y>) =>
  (x: Tensor<S>): Tensor<readonly [...S, ...S]> => {
    return jacobian<S, S>((at) => gradientAt<Tensor<S>, readonly []>(f, at, []))(x)
  }
