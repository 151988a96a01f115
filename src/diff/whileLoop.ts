/**
 * @file whileLoop: a loop that ends when a number says so, and at the latest after so many repetitions.
 *
 *     carry' = step(carry)        while condition(carry) is not 0
 *
 * The expression is that of the bound: every repetition is part of it, and those after the end keep the carry. So its form
 * never depends on numbers, and it can be compiled, mapped and differentiated. A loop without a bound would have to read
 * its condition while the expression is built (see `docs/decisions/0027`).
 *
 * Laws: finite differences; "whileLoop is the loop", with its gradient; "vmap is the loop", of whileLoop; second order.
 */
import { checkOptions } from '../core/options.ts'
import { checkCount } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { one, zero } from '../ops/constant.ts'
import { add } from '../ops/add.ts'
import { where } from '../ops/where.ts'
import { cond } from './cond.ts'

/** The bound of a loop. */
export interface WhileLoopOptions {
  /** The most repetitions; as many are part of the program. */
  readonly atMost: number
}

/**
 * Repeats a step on a tree while a condition, a scalar, is not 0, and at most so often. The result is the last carry, and
 * how often the step was repeated: if that is the bound, the condition may still hold. Steps after the end are computed,
 * but have no part in the result, nor in derivatives. Refuses a bound that is no count, and steps that change the form of the carry.
 *
 * @example
 * ```ts
 * import { item, less, mul, tensor, whileLoop } from 'cotangent'
 * import type { Tensor } from 'cotangent'
 *
 * const doubled = whileLoop((x: Tensor<readonly []>) => less(x, 100), (x) => mul(x, 2), { atMost: 10 })
 * const [last, repeats] = doubled(tensor(3, []))
 * item(last) // => 192
 * item(repeats) // => 6
 * ```
 */
export const whileLoop = <C>(
  condition: (carry: C) => Tensor<readonly []>,
  step: (carry: C) => NoInfer<C>,
  options: WhileLoopOptions,
) => {
  const { atMost } = checkOptions('whileLoop', options, { atMost: true })
  checkCount('whileLoop', "'atMost'", atMost, 0)
  const repeated = cond(
    (carry: C): C => step(carry),
    (carry) => carry,
  )
  return (initial: C): readonly [carry: C, repeats: Tensor<readonly []>] => {
    let carry = initial
    let repeats: Tensor<readonly []> = zero
    for (let k = 0; k < atMost; k++) {
      // After the end the carry stays, and so does its condition.
      const isOn = condition(carry)
      carry = repeated(isOn, carry)
      repeats = add(repeats, where(isOn, one, zero))
    }
    return [carry, repeats]
  }
}
