/**
 * @file linearize: a function's value, and its derivative as a linear map that may be applied to many tangents.
 *
 *     linearize(f)(x) = [f(x), v -> J v]
 *
 * The transpose of the pullback, found once.
 *
 * Laws: "linearize is jvp"; "linearity in the tangent"; "adjoint of the pullback".
 */
import type { LikeOptions, Tree } from '../core/Tree.ts'
import { leaves, leavesLike, rebuild } from '../core/Tree.ts'
import { zeros } from '../ops/constant.ts'
import { vjpAt } from './vjp.ts'

/** Takes a tangent of the argument to a tangent of the value. May be called many times. */
export type Pushforward<X, Y> = (tangent: X) => Y

const likeArgument: LikeOptions = {
  operation: 'push forward',
  phrase: 'push forward',
  name: 'the tangent',
  shaped: true,
}

/**
 * A function's value together with its pushforward, which takes a tangent of the argument to a tangent of the value.
 * Refuses a tangent whose form or shapes differ from the argument's.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { linearize, mul, tensor, toNested } from 'cotangent'
 *
 * const [y, push] = linearize((x: Tensor<readonly [2]>) => mul(x, x))(tensor([3, 4], [2]))
 * toNested(y) // => [9, 16]
 * toNested(push(tensor([1, 0], [2]))) // => [6, 0]
 * toNested(push(tensor([0, 1], [2]))) // => [0, 8]
 * ```
 */
export const linearize =
  <X, Y>(f: (x: X) => Y) =>
  (x: X & Tree<X>): readonly [value: Y, push: Pushforward<X, Y>] =>
    linearizeAt<X, Y>(f, x)

/** As {@link linearize}, at a value that is known to be a tree. */
export const linearizeAt = <X, Y>(f: (x: X) => Y, x: X): readonly [value: Y, push: Pushforward<X, Y>] => {
  const [value, pullback] = vjpAt(f, x)
  // The pullback is linear, so its own derivative is the same wherever it is taken.
  const anywhere = rebuild(
    value,
    leaves(value).map((y) => zeros(y.shape)),
  )
  const [, push] = vjpAt(pullback, anywhere)
  return [value, (tangent) => push(rebuild(x, leavesLike(x, tangent, likeArgument)))]
}
