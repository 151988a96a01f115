/**
 * @file Gradients of functions whose value is a scalar.
 *
 *     grad(f)(x) = J^T 1
 *
 * Laws: "gradient of a sum is the sum of gradients"; "the value is the function's"; finite differences.
 */
import { notPromised } from '../core/notPromised.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape } from '../core/Shape.ts'
import type { ScalarValue } from '../core/ShapeTypes.ts'
import type { Operand, Tensor } from '../core/Tensor.ts'
import { hasShape, isTensor, scalar } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { Tree } from '../core/Tree.ts'
import { ones } from '../ops/constant.ts'
import { vjpWithAux } from './vjp.ts'

/** The scalar that a function returns. */
export type Scalar = Tensor<readonly []>

const noScalar = (found: string, shapes: readonly Shape[]): never =>
  refuse('grad', shapes, { expected: 'a function that returns a scalar of shape []', found }, 'take the gradient')

const scalarOf = (value: unknown): Scalar => {
  if (typeof value === 'number') return scalar(value)
  if (!isTensor(value)) return noScalar(value === null ? 'null' : typeof value, [])
  return hasShape(value, []) ? value : noScalar(`shape ${showShape(value.shape)}`, [value.shape])
}

const answered = <Y>(value: Y): Y => notPromised('grad', 'take the gradient', value)

/** The gradient, the function's value and its auxiliary result. */
const gradientOf = <X, R extends readonly unknown[], A>(
  f: (x: X, ...rest: R) => readonly [Operand, A],
  x: X,
  rest: R,
): readonly [value: Scalar, gradient: X, auxiliary: A] => {
  const [value, pullback, auxiliary] = vjpWithAux((variable: X) => {
    const [result, carried] = answered(f(variable, ...rest))
    return [scalarOf(answered(result)), answered(carried)]
  }, x)
  return [value, pullback(ones([])), auxiliary]
}

/**
 * A function's value and its gradient with respect to the first argument, a tree; further arguments are held fixed. The
 * function must return a scalar, of shape `[]`. Anything else is refused, by the compiler if the types show it.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { mul, sum, tensor, toNested, valueAndGrad } from 'cotangent'
 *
 * const energy = (x: Tensor<readonly [2]>, scale: number) => mul(sum()(mul(x, x)), scale)
 * const [value, gradient] = valueAndGrad(energy)(tensor([1, 2], [2]), 10)
 * toNested(value) // => 50
 * toNested(gradient) // => [20, 40]
 * ```
 */
export const valueAndGrad =
  <X, R extends readonly unknown[], Y extends Operand>(f: (x: X, ...rest: R) => Y & ScalarValue<Y>) =>
  (x: X & Tree<X>, ...rest: R): readonly [value: Scalar, gradient: X] => {
    const [value, gradient] = gradientOf<X, R, null>((variable, ...others) => [f(variable, ...others), null], x, rest)
    return [value, gradient]
  }

/**
 * As {@link valueAndGrad}, for a function that returns `[value, auxiliary]`: predictions, new layer states or anything
 * else that is computed on the way and not differentiated.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { mul, sum, tensor, toNested, valueAndGradWithAux } from 'cotangent'
 *
 * const f = (x: Tensor<readonly [2]>) => {
 *   const squares = mul(x, x)
 *   return [sum()(squares), squares] as const
 * }
 * const [, gradient, squares] = valueAndGradWithAux(f)(tensor([1, 2], [2]))
 * toNested(gradient) // => [2, 4]
 * toNested(squares) // => [1, 4]
 * ```
 */
export const valueAndGradWithAux =
  <X, R extends readonly unknown[], A, Y extends Operand>(f: (x: X, ...rest: R) => readonly [Y & ScalarValue<Y>, A]) =>
  (x: X & Tree<X>, ...rest: R): readonly [value: Scalar, gradient: X, auxiliary: A] =>
    gradientOf(f, x, rest)

/**
 * The gradient of a function with respect to its first argument, a tree; further arguments are held fixed. The function
 * must return a scalar, of shape `[]`. Anything else is refused, by the compiler if the types show it.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { grad, pow, sum, tensor, toNested } from 'cotangent'
 *
 * const cubes = (x: Tensor<readonly [3]>) => sum()(pow(x, 3))
 * toNested(grad(cubes)(tensor([1, 2, 3], [3]))) // => [3, 12, 27]
 * ```
 */
export const grad =
  <X, R extends readonly unknown[], Y extends Operand>(f: (x: X, ...rest: R) => Y & ScalarValue<Y>) =>
  (x: X & Tree<X>, ...rest: R): X =>
    gradientAt<X, R>(f, x, rest)

/** As {@link grad}, at a value that is known to be a tree. */
export const gradientAt = <X, R extends readonly unknown[]>(f: (x: X, ...rest: R) => Operand, x: X, rest: R): X =>
  gradientOf<X, R, null>((variable, ...others) => [f(variable, ...others), null], x, rest)[1]
