/**
 * @file Schedules: from the number of steps taken to the learning rate, both as expressions.
 *
 * The counter is part of the optimizer's state, so a schedule inside a compiled step follows it. Laws: a schedule at
 * step 0 is its initial rate; `stepDecay` equals PyTorch's StepLR.
 */
import type { Tensor } from '../core/Tensor.ts'
import { div } from '../ops/div.ts'
import { floor } from '../ops/floor.ts'
import { full } from '../ops/full.ts'
import { mul } from '../ops/mul.ts'
import { pow } from '../ops/pow.ts'

/** The learning rate at a step, counted from 0. */
export type Schedule = (step: Tensor<readonly []>) => Tensor<readonly []>

/** A rate that does not change. */
export const constant =
  (rate: number): Schedule =>
  () =>
    full([], rate)

/** When and by how much a rate falls. */
export interface StepDecayOptions {
  /** The rate of the first steps. */
  readonly initial: number
  /** What the rate is multiplied by at each fall; 0.1 by default. */
  readonly factor?: number
  /** Steps between two falls. */
  readonly every: number
}

/**
 * A rate that falls by a factor at regular intervals: initial * factor^floor(step / every).
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
export const stepDecay =
  ({ initial, factor = 0.1, every }: StepDecayOptions): Schedule =>
  (step) =>
    mul(initial, pow(factor, floor(div(step, every))))
