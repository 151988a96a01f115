/**
 * @file Rates that run from one number to another over a given number of steps, and stay there: linear, polynomial, warm-up.
 *
 *     linear: from + (to - from) s        polynomial: to + (from - to) (1 - s)^p        s = min(t, steps) / steps
 *
 * Laws: those of schedules; equal LinearLR and PolynomialLR; "polynomial of power 1 is linear"; both are finite at and
 * past their end.
 */
import { checkOptions } from '../../core/options.ts'
import { refuse } from '../../core/TensorError.ts'
import { add } from '../../ops/add.ts'
import { one } from '../../ops/constant.ts'
import { less } from '../../ops/less.ts'
import { mul } from '../../ops/mul.ts'
import { pow } from '../../ops/pow.ts'
import { sub } from '../../ops/sub.ts'
import { where } from '../../ops/where.ts'
import type { Schedule } from '../Schedule.ts'
import { share, stepsOf } from './span.ts'

/** The range of a rate. */
export interface RampOptions {
  /** The rate at step 0. */
  readonly from: number
  /** The rate at the end and after. */
  readonly to: number
  /** The number of steps; with 0, the rate is at its end at once. */
  readonly steps: number
}

/**
 * A rate that changes by the same amount at each step. Refuses a number of steps below 0.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { linear } from 'cotangent/optim'
 *
 * const rate = linear({ from: 1, to: 0, steps: 4 })
 * item(rate(tensor(1, []))) // => 0.75
 * item(rate(tensor(9, []))) // => 0
 * ```
 */
export const linear = (options: RampOptions): Schedule => {
  const { from, to, steps } = checkOptions('linear', options, { from: true, to: true, steps: true })

  const width = stepsOf('linear', 'steps', steps)
  return (step) => add(from, mul(share(step, 0, width), to - from))
}

/** How a rate follows a power of the remaining steps. */
export interface PolynomialOptions extends RampOptions {
  /** The power; 1, a straight line, by default. */
  readonly power?: number
}

/**
 * A rate that falls as a power of the remaining steps. Refuses a number of steps or a power below 0.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { polynomial } from 'cotangent/optim'
 *
 * const rate = polynomial({ from: 1, to: 0, steps: 4, power: 2 })
 * item(rate(tensor(2, []))) // => 0.25
 * item(rate(tensor(4, []))) // => 0
 * ```
 */
export const polynomial = (options: PolynomialOptions): Schedule => {
  const {
    from,
    to,
    steps,
    power = 1,
  } = checkOptions('polynomial', options, { power: true, from: true, to: true, steps: true })

  const width = stepsOf('polynomial', 'steps', steps)
  if (!(power >= 0)) return refuse('polynomial', [], { expected: 'a power of 0 or more', found: String(power) })
  return (step) => {
    const left = sub(1, share(step, 0, width))
    return add(to, mul(power === 1 ? left : pow(left, power), from - to))
  }
}

/** How a rate warms up. */
export interface WarmUpOptions {
  /** The number of steps after which the schedule's own rate is reached. */
  readonly steps: number
  /** The share of that rate at step 0; 0 by default. */
  readonly from?: number
}

/**
 * A schedule whose first steps take a rising share of its rate. The schedule itself is not delayed; to delay it, use
 * `sequence`.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { constant, warmUp } from 'cotangent/optim'
 *
 * const rate = warmUp({ steps: 4 })(constant(2))
 * item(rate(tensor(1, []))) // => 0.5
 * item(rate(tensor(5, []))) // => 2
 * ```
 */
export const warmUp = (options: WarmUpOptions): ((schedule: Schedule) => Schedule) => {
  const { steps, from = 0 } = checkOptions('warmUp', options, { steps: true, from: true })

  const part = linear({ from, to: 1, steps: stepsOf('warmUp', 'steps', steps) })
  return (schedule) => (step) => mul(schedule(step), where(less(step, steps), part(step), one))
}
