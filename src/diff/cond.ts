/**
 * @file cond: one of two functions, chosen by a number.
 *
 *     y = f(x) where p is not 0, else g(x)
 *
 * Both are part of the expression, and both are computed: a program has no jumps. The branch that is not taken has no
 * part in the result, nor in derivatives with respect to x, even where its own are infinite: its operand hands on no
 * cotangent.
 *
 * Laws: finite differences; "cond is the branch", with its gradient; "vmap is the loop", of cond; second order.
 */
import { notPromised } from '../core/notPromised.ts'
import type { Operand, Tensor } from '../core/Tensor.ts'
import { asTensor } from '../core/Tensor.ts'
import { showShape } from '../core/Shape.ts'
import { refuse } from '../core/TensorError.ts'
import type { LikeOptions } from '../core/Tree.ts'
import { leaves, leavesLike, rebuild } from '../core/Tree.ts'
import { zero } from '../ops/constant.ts'
import { where } from '../ops/where.ts'
import { withPullback } from '../ops/withSlopes.ts'

const likeTaken: LikeOptions = {
  operation: 'cond',
  phrase: 'choose a branch',
  name: 'the second branch',
  shaped: true,
}

/** A tree of whose tensors derivatives are 0 unless a number is not, whatever they would be. */
const gated = <X>(keeps: (g: Tensor) => Tensor, tree: X): X =>
  rebuild(
    tree,
    leaves(tree).map((x) => withPullback(x, [x], (g) => [keeps(g)])),
  )

/**
 * Chooses between two functions of a tree: the first where the predicate, a scalar, is not 0, else the second. Both are
 * computed. Their results have one form and the same shapes. A derivative is that of the branch that is taken, where
 * branches depend on their argument; what they close over is differentiated as by {@link where}. Refuses a predicate
 * that is no scalar, and branches that differ in form or in a shape.
 *
 * @example
 * ```ts
 * import { cond, grad, item, less, mul, sqrt, tensor } from 'cotangent'
 * import type { Tensor } from 'cotangent'
 *
 * const root = (x: Tensor<readonly []>) => cond(sqrt, (y: typeof x) => mul(y, 0))(less(0, x), x)
 * item(root(tensor(4, []))) // => 2
 * item(grad(root)(tensor(0, []))) // => 0
 * ```
 */
export const cond =
  <X, Y>(whenTrue: (x: X) => Y, whenFalse: (x: X) => NoInfer<Y>) =>
  (predicate: Operand<readonly []>, x: NoInfer<X>): Y => {
    const p: Tensor = asTensor(predicate)
    if (p.shape.length > 0)
      return refuse(
        'cond',
        [p.shape],
        { expected: 'a scalar as the predicate', found: showShape(p.shape) },
        'choose a branch',
      )
    const taken = notPromised('cond', 'choose a branch', whenTrue(gated((g) => where(p, g, zero), x)))
    const other = notPromised('cond', 'choose a branch', whenFalse(gated((g) => where(p, zero, g), x)))
    const others = leavesLike(taken, other, likeTaken)
    return rebuild(
      taken,
      leaves(taken).map((own, k) => where(p, own, others[k] ?? own)),
    )
  }
