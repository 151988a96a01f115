/**
 * @file The laws of schedules, the library's and your own.
 *
 *     a rate is one number           of shape [], finite, within its bounds, at every step
 *     initial                        at step 0 it is what it begins with
 *     determinism                    the same step gives the same rate
 *     a compiled schedule follows    the counter: nothing of the step is fixed when it is compiled
 */
import fc from 'fast-check'
import { showShape } from '../../src/core/Shape.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { scalar } from '../../src/core/Tensor.ts'
import type { Schedule } from '../../src/optim/Schedule.ts'
import { compile } from '../../src/runtime/compile.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'
import { numbersOf } from '../framework/equations/indices.ts'
import { rounding } from '../framework/equations/algebra.ts'
import type { Equation } from '../framework/Equation.ts'
import type { Law } from '../framework/Law.ts'
import { law } from '../framework/property.ts'

/** A schedule and what is expected of it. */
export interface ScheduleSpec {
  readonly schedule: Schedule
  /** The rate at step 0, if it is known. */
  readonly initial?: number
  /** The smallest and the largest rate; from 0, without upper bound, by default. */
  readonly between?: readonly [least: number, largest: number]
  /** Steps are drawn up to this one, which should lie past the end; 1000 by default. */
  readonly last?: number
}

/** Slightly more than rounding may exceed a bound. */
const slack = 1e-9

const inBounds = (rate: Tensor, [least, largest]: readonly [number, number]): Equation => {
  const [value = Number.NaN] = numbersOf(rate)
  const within = value >= least - slack && value <= largest + slack && Number.isFinite(value)
  return { left: within ? 'within bounds' : value, right: 'within bounds' }
}

/**
 * The laws of a schedule.
 *
 * @example
 * ```ts
 * import { laws } from 'cotangent/laws'
 * import { stepDecay } from 'cotangent/optim'
 *
 * const schedule = stepDecay({ initial: 0.1, every: 30 })
 * const all = laws.schedule('stepDecay', { schedule, initial: 0.1, between: [0, 0.1] })
 * all.filter((law) => law.run({ runs: 20 })._tag !== 'passed') // => []
 * ```
 */
export const scheduleLaws = (
  name: string,
  { schedule, initial, between = [0, Infinity], last = 1000 }: ScheduleSpec,
): readonly Law[] => {
  const steps = fc.nat({ max: last })
  const compiled = compile((step: Tensor<readonly []>) => schedule(step), { runtime: referenceRuntime })
  return [
    law(`${name}: a rate is one number`, steps, (step) => ({
      left: showShape(schedule(scalar(step)).shape),
      right: '[]',
    })),
    law(`${name}: finite and within bounds`, steps, (step) => inBounds(schedule(scalar(step)), between)),
    law(`${name}: determinism`, steps, (step) => ({ left: schedule(scalar(step)), right: schedule(scalar(step)) })),
    law(`${name}: a compiled schedule follows the counter`, steps, (step) => ({
      left: compiled(scalar(step)),
      right: schedule(scalar(step)),
      tolerance: rounding,
    })),
    ...(initial === undefined
      ? []
      : [
          law(`${name}: initial`, fc.constant(0), (step) => ({
            left: schedule(scalar(step)),
            right: scalar(initial),
            tolerance: rounding,
          })),
        ]),
  ]
}
