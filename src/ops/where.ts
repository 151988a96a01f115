/**
 * @file where: one tensor or another, entry by entry.
 *
 *     y = a where the condition is not 0, else b
 *
 * Shape rule: all three are broadcast to one shape, which y has. Pullback: g to the operand that was taken, 0 to the
 * other; none to the condition.
 * Laws: finite differences, adjointness, pullback linearity, second order; "each entry of g goes to one operand".
 */
import { sameShape } from '../core/Shape.ts'
import { broadcastShapes } from '../core/shapeRules.ts'
import type { Broadcast, BroadcastOperand } from '../core/ShapeTypes.ts'
import type { Operand, Primitive, ShapeOf, Site, Tensor } from '../core/Tensor.ts'
import { applyPrimitive, asTensor } from '../core/Tensor.ts'
import { refuse, showShapes } from '../core/TensorError.ts'
import { broadcastTo } from './broadcastTo.ts'
import { zero } from './constant.ts'

const wherePullback = (g: Tensor, { inputs: [condition] }: Site<'where'>) =>
  [null, where(condition, g, zero), where(condition, zero, g)] as const

export const wherePrimitive: Primitive<'where'> = {
  name: 'where',
  shape: (_, [condition, a, b]) =>
    sameShape(condition, a) && sameShape(a, b)
      ? a
      : refuse('where', [condition, a, b], { expected: 'one shape', found: showShapes([condition, a, b]) }),
  pullback: wherePullback,
}

/**
 * `a` where the condition is not 0, `b` elsewhere; all three are broadcast. No cotangent reaches the condition.
 *
 * The entry that is not taken still enters derivatives with a factor of 0, so its derivative should be finite: where a
 * function has no finite derivative, put a safe value into its operand.
 *
 * @example
 * ```ts
 * import { greater, tensor, toNested, where } from 'cotangent'
 *
 * const x = tensor([-1, 2, -3], [3])
 * toNested(where(greater(x, 0), x, 0)) // => [0, 2, 0]
 * ```
 */
export const where = <C extends Operand, A extends Operand, B extends Operand>(
  condition: C,
  a: A,
  b: BroadcastOperand<A, B>,
): Tensor<Broadcast<ShapeOf<C>, Broadcast<ShapeOf<A>, ShapeOf<B>>>> => {
  const [c, x, y] = [asTensor(condition), asTensor(a), asTensor<Operand>(b)]
  const shape = broadcastShapes('where', c.shape, broadcastShapes('where', x.shape, y.shape))
  const stretch = broadcastTo(shape)
  return applyPrimitive(wherePrimitive, {}, [stretch(c), stretch(x), stretch(y)])
}
