/**
 * @file checkpoint: a function whose inner values are not kept for its pullback but computed again, which takes time and
 * saves memory (Chen, Xu, Zhang and Guestrin, "Training deep nets with sublinear memory cost", 2016).
 *
 *     y = f(x)        pullback(g) = that of f, at x once more
 *
 * The second time the argument is read together with the cotangent, so that it cannot be computed before, and is no common
 * part of the first. What the function closes over has its cotangent too. An evaluation that is not compiled keeps
 * every value, so memory is saved in compiled functions.
 *
 * Laws: "checkpoint has the value and the gradient", of what it closes over too; "the peak is smaller", by `explain`.
 */
import { sizeOf } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import type { Tree } from '../core/Tree.ts'
import { leaves, rebuild } from '../core/Tree.ts'
import { one, zero } from '../ops/constant.ts'
import { equal } from '../ops/equal.ts'
import { mul } from '../ops/mul.ts'
import { reshapeTo } from '../ops/reshape.ts'
import { sliceAlong } from '../ops/slice.ts'
import { sub } from '../ops/sub.ts'
import { where } from '../ops/where.ts'
import { pulledBackBy } from './customVjp.ts'
import { vjpOfClosure } from './vjp.ts'

/**
 * The same numbers, to be had only after another tensor: chosen by a condition that always holds, which nobody can tell
 * before the other is there.
 */
const after = (first: Tensor, t: Tensor): Tensor => {
  const witness = sliceAlong(reshapeTo(first, [sizeOf(first.shape)]), 0, 0, 1)
  const always = reshapeTo(sub(one, mul(equal(witness, witness), zero)), [])
  return where(always, t, zero)
}

/** The argument, to be had only after a cotangent. */
const argumentAfter = <X, Y>(x: X, cotangent: Y): X => {
  const witness = leaves(cotangent).find(({ shape }) => sizeOf(shape) > 0)
  return witness === undefined
    ? x
    : rebuild(
        x,
        leaves(x).map((t) => after(witness, t)),
      )
}

/**
 * A function of one tree with the same value and derivatives, which keeps nothing of its inside between value and pullback.
 * It is called again for its pullback, and so must be pure. Keys and parameters may be closed over.
 *
 * @example
 * ```ts
 * import { checkpoint, grad, item, mul, tensor, tanh } from 'cotangent'
 *
 * const f = (x: Tensor<readonly []>) => mul(tanh(x), x)
 * item(grad(checkpoint(f))(tensor(0, []))) // => 0
 *
 * import type { Tensor } from 'cotangent'
 * ```
 */
export const checkpoint =
  <X, Y>(f: (x: X) => Y) =>
  (x: X & Tree<X>): Y => {
    const { value, closedOver } = vjpOfClosure<X, Y>(f, x)
    // The function is pure, so called again it closes over as many tensors, in the same order.
    return pulledBackBy(value, [...leaves(x), ...closedOver], (cotangent) =>
      vjpOfClosure<X, Y>(f, argumentAfter<X, Y>(x, cotangent)).pullback(cotangent),
    )
  }
