/**
 * @file Combinations of schedules: sequences and products.
 *
 *     sequence([a, b], [m]): a(t) before step m, then b(t - m)        product(a, b): a(t) b(t)
 *
 * Laws: those of schedules; equal SequentialLR and ChainedScheduler; "a sequence of one is that one".
 */
import { refuse } from '../../core/TensorError.ts'
import { less } from '../../ops/less.ts'
import { mul } from '../../ops/mul.ts'
import { sub } from '../../ops/sub.ts'
import { where } from '../../ops/where.ts'
import { maximum } from '../../ops/maximum.ts'
import { one, zero } from '../../ops/constant.ts'
import type { Schedule } from '../Schedule.ts'

/**
 * Schedules one after another, each counting its steps from its own beginning. There must be one milestone fewer than
 * schedules, in increasing order; anything else is refused.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { cosine, linear, sequence } from 'cotangent/optim'
 *
 * const rate = sequence([linear({ from: 0, to: 1, steps: 10 }), cosine({ initial: 1, steps: 90 })], [10])
 * item(rate(tensor(5, []))) // => 0.5
 * item(rate(tensor(100, []))) // => 0
 * ```
 */
export const sequence = (schedules: readonly Schedule[], milestones: readonly number[]): Schedule => {
  const [first, ...later] = schedules
  const rise = milestones.every((milestone, k) => k === 0 || milestone > (milestones[k - 1] ?? 0))
  if (first === undefined || later.length !== milestones.length || !rise) {
    const found = `${String(schedules.length)} schedules and [${milestones.join(', ')}]`
    return refuse(
      'sequence',
      [],
      { expected: 'milestones that rise, one fewer than schedules', found },
      'join schedules',
    )
  }
  return (step) =>
    later.reduce((before, schedule, k) => {
      const milestone = milestones[k] ?? 0
      return where(less(step, milestone), before, schedule(maximum(sub(step, milestone), zero)))
    }, first(step))
}

/**
 * The product of schedules, as PyTorch's ChainedScheduler: the first gives the rate, the others give factors.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { exponential, product, stepDecay } from 'cotangent/optim'
 *
 * const rate = product(exponential({ initial: 1, factor: 0.5 }), stepDecay({ initial: 1, factor: 0.5, every: 2 }))
 * item(rate(tensor(2, []))) // => 0.125
 * ```
 */
export const product =
  (...schedules: readonly Schedule[]): Schedule =>
  (step) =>
    schedules.reduce((rate, schedule) => mul(rate, schedule(step)), one)
