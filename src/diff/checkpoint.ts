/**
 * @file checkpoint: a function whose inner values are not kept for its pullback but computed again, which trades time
 * for memory (Chen, Xu, Zhang and Guestrin, "Training deep nets with sublinear memory cost", 2016).
 *
 *     y = f(x) pullback(g) = that of f, recomputed at x
 *
 * The second time, the argument is made to depend on the cotangent, so that nothing is computed before the cotangent is
 * known, and nothing is shared with the first time. What the function closes over gets its cotangent too. Evaluation
 * without compilation keeps every value, so memory is saved in compiled functions only.
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
 * The same numbers, available only after another tensor: selected by a condition that always holds, but that no pass
 * can know before the other tensor is computed.
 */
const after = (first: Tensor, t: Tensor): Tensor => {
  const witness = sliceAlong(reshapeTo(first, [sizeOf(first.shape)]), 0, 0, 1)
  const always = reshapeTo(sub(one, mul(equal(witness, witness), zero)), [])
  return where(always, t, zero)
}

/** The argument, available only after a cotangent. */
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
 * A function of one tree with the same value and derivatives, which keeps no inner values between the value and the
 * pullback. It is called again for the pullback, so it must be pure. It may close over keys and parameters.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { checkpoint, grad, item, mul, tensor, tanh } from 'cotangent'
 *
 * const f = (x: Tensor<readonly []>) => mul(tanh(x), x)
 * item(grad(checkpoint(f))(tensor(0, []))) // => 0
 * ```
 */
export const checkpoint =
  <X, Y>(f: (x: X) => Y) =>
  (x: X & Tree<X>): Y => {
    const { value, closedOver } = vjpOfClosure<X, Y>(f, x)
    // The function is pure, so when called again it closes over the same tensors, in the same order.
    return pulledBackBy(value, [...leaves(x), ...closedOver], (cotangent) =>
      vjpOfClosure<X, Y>(f, argumentAfter<X, Y>(x, cotangent)).pullback(cotangent),
    )
  }
