/**
 * @file Rates that fall by a rule of the step: constant, in steps, exponentially, inversely.
 *
 *     constant: r        stepDecay: r f^floor(t / n)        multiStep: r f^(milestones at or before t)
 *     exponential: r f^t        inverseTime: r / (1 + d t)^p
 *
 * Laws: those of schedules; `stepDecay`, `multiStep`, `exponential` equal StepLR, MultiStepLR, ExponentialLR.
 */
import { checkOptions } from '../../core/options.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { add } from '../../ops/add.ts'
import { div } from '../../ops/div.ts'
import { floor } from '../../ops/floor.ts'
import { full } from '../../ops/full.ts'
import { greaterEqual } from '../../ops/greater.ts'
import { mul } from '../../ops/mul.ts'
import { pow } from '../../ops/pow.ts'
import type { Schedule } from '../Schedule.ts'
import { periodOf } from './span.ts'
import { zero } from '../../ops/constant.ts'

/**
 * A rate that does not change.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { constant } from 'cotangent/optim'
 *
 * item(constant(0.1)(tensor(1000, []))) // => 0.1
 * ```
 */
export const constant =
  (rate: number): Schedule =>
  () =>
    full([], rate)

/** When, and by which factor, a rate falls. */
export interface StepDecayOptions {
  /** The rate of the first steps. */
  readonly initial: number
  /** The factor by which the rate changes at each fall; 0.1 by default. */
  readonly factor?: number
  /** Steps between two falls. */
  readonly every: number
}

/**
 * A rate that falls by a factor at regular intervals: initial * factor^floor(step / every). Refuses
 * an interval that is not above 0.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { stepDecay } from 'cotangent/optim'
 *
 * const rate = stepDecay({ initial: 0.5, factor: 0.5, every: 10 })
 * item(rate(tensor(9, []))) // => 0.5
 * item(rate(tensor(10, []))) // => 0.25
 * item(rate(tensor(25, []))) // => 0.125
 * ```
 */
export const stepDecay = (options: StepDecayOptions): Schedule => {
  const {
    initial,
    factor = 0.1,
    every,
  } = checkOptions('stepDecay', options, { initial: true, factor: true, every: true })

  const period = periodOf('stepDecay', 'every', every)
  return (step) => mul(initial, pow(factor, floor(div(step, period))))
}

/** At which steps, and by which factor, a rate falls. */
export interface MultiStepOptions {
  /** The rate of the first steps. */
  readonly initial: number
  /** The factor by which the rate changes at each milestone; 0.1 by default. */
  readonly factor?: number
  /** The steps at which the rate falls; a step that is named twice counts twice. */
  readonly milestones: readonly number[]
}

/**
 * A rate that falls by a factor at each milestone.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { multiStep } from 'cotangent/optim'
 *
 * const rate = multiStep({ initial: 1, factor: 0.5, milestones: [10, 15] })
 * item(rate(tensor(9, []))) // => 1
 * item(rate(tensor(10, []))) // => 0.5
 * item(rate(tensor(100, []))) // => 0.25
 * ```
 */
export const multiStep = (options: MultiStepOptions): Schedule => {
  const {
    initial,
    factor = 0.1,
    milestones,
  } = checkOptions('multiStep', options, { initial: true, factor: true, milestones: true })
  return (step) => {
    const passed = milestones.reduce<Tensor<readonly []>>(
      (count, milestone) => add(count, greaterEqual(step, milestone)),
      zero,
    )
    return mul(initial, pow(factor, passed))
  }
}

/** How fast a rate falls. */
export interface ExponentialOptions {
  /** The rate at step 0. */
  readonly initial: number
  /** The factor by which the rate changes at each step. */
  readonly factor: number
}

/**
 * A rate that falls by a factor at each step.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { exponential } from 'cotangent/optim'
 *
 * item(exponential({ initial: 1, factor: 0.5 })(tensor(3, []))) // => 0.125
 * ```
 */
export const exponential = (options: ExponentialOptions): Schedule => {
  const { initial, factor } = checkOptions('exponential', options, { initial: true, factor: true })
  return (step) => mul(initial, pow(factor, step))
}

/** How a rate falls with the inverse of the step. */
export interface InverseTimeOptions {
  /** The rate at step 0. */
  readonly initial: number
  /** The amount that each step adds to the divisor. */
  readonly decay: number
  /** The power of the divisor; 1 by default. */
  readonly power?: number
}

/**
 * A rate divided by a power of 1 + decay * step: power 1 is PyTorch's `lr_decay`, power 0.75 the policy `inv` of
 * Caffe's LeNet.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { inverseTime } from 'cotangent/optim'
 *
 * item(inverseTime({ initial: 1, decay: 0.5 })(tensor(2, []))) // => 0.5
 * ```
 */
export const inverseTime = (options: InverseTimeOptions): Schedule => {
  const {
    initial,
    decay,
    power = 1,
  } = checkOptions('inverseTime', options, { initial: true, decay: true, power: true })
  return (step) => {
    const divisor = add(mul(step, decay), 1)
    return div(initial, power === 1 ? divisor : pow(divisor, power))
  }
}
