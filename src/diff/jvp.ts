/**
 * @file Forward-mode derivatives without a second rule: the transpose of the transpose.
 *
 * The pullback u -> J^T u is linear in u, so its own pullback takes v to J v. Whatever was needed only on the way is an
 * expression that is never evaluated.
 *
 * Laws: "adjointness": <J v, u> = <v, J^T u>; "linearity in the tangent"; finite differences; "the Hessian is symmetric".
 */
import type { ScalarValue } from '../core/ShapeTypes.ts'
import type { Operand, Tensor } from '../core/Tensor.ts'
import type { LikeOptions, Tree } from '../core/Tree.ts'
import { leaves, leavesLike, rebuild } from '../core/Tree.ts'
import { add } from '../ops/add.ts'
import { zero } from '../ops/constant.ts'
import { mul } from '../ops/mul.ts'
import { sum } from '../ops/sum.ts'
import { gradientAt } from './grad.ts'
import { linearize } from './linearize.ts'

/**
 * A function's value at `x` and its directional derivative J v along the tangent `v`, a tree of the form of `x`.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { jvp, mul, tensor, toNested } from 'cotangent'
 *
 * const square = (x: Tensor<readonly [2]>) => mul(x, x)
 * const [, derivative] = jvp(square)(tensor([3, 4], [2]), tensor([1, 0], [2]))
 * toNested(derivative) // => [6, 0]
 * ```
 */
export const jvp =
  <X, Y>(f: (x: X) => Y) =>
  (x: X & Tree<X>, tangent: NoInfer<X>): readonly [value: Y, derivative: Y] => {
    const [value, push] = linearize(f)(x)
    return [value, push(tangent)]
  }

const likeFirst: LikeOptions = {
  operation: 'innerProduct',
  phrase: 'multiply two trees',
  shaped: true,
}

/**
 * The inner product of two trees of one form: the sum of the products of all entries. Refuses trees whose forms or
 * shapes differ.
 *
 * @example
 * ```ts
 * import { innerProduct, item, tensor } from 'cotangent'
 *
 * const a = { x: tensor([1, 2], [2]), y: tensor(3, []) }
 * const b = { x: tensor([4, 5], [2]), y: tensor(6, []) }
 * item(innerProduct(a, b)) // => 32
 * ```
 */
export const innerProduct = <T>(a: T, b: T): Tensor<readonly []> => {
  const others = leavesLike(a, b, likeFirst)
  return leaves(a).reduce<Tensor<readonly []>>((total, t, k) => add(total, sum()(mul(t, others[k] ?? zero))), zero)
}

const likeArgument: LikeOptions = {
  operation: 'hvp',
  phrase: 'multiply by the Hessian',
  name: 'the direction',
  shaped: true,
}

/**
 * The product of a scalar function's Hessian with a direction, without forming the Hessian. Refuses a direction whose
 * form or shapes differ from the argument's.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { hvp, pow, sum, tensor, toNested } from 'cotangent'
 *
 * const cubes = (x: Tensor<readonly [2]>) => sum()(pow(x, 3))
 * toNested(hvp(cubes)(tensor([1, 2], [2]), tensor([1, 1], [2]))) // => [6, 12]
 * ```
 */
export const hvp =
  <X, Y extends Operand>(f: (x: X) => Y & ScalarValue<Y>) =>
  (x: X & Tree<X>, direction: NoInfer<X>): X => {
    const along = rebuild<X>(x, leavesLike(x, direction, likeArgument))
    return gradientAt((at: X) => innerProduct(gradientAt<X, readonly []>(f, at, []), along), x, [])
  }
