/**
 * @file Rates that fall along half a cosine, once or repeatedly.
 *
 *     cosine: least + (initial - least) (1 + cos(pi t / steps)) / 2
 *
 * Past its end the curve goes on, so the rate climbs again, as PyTorch's CosineAnnealingLR does; `sequence` ends it.
 * Laws: those of schedules; equal CosineAnnealingLR and CosineAnnealingWarmRestarts.
 *
 * Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017.
 */
import { checkOptions } from '../../core/options.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { add } from '../../ops/add.ts'
import { div } from '../../ops/div.ts'
import { floor } from '../../ops/floor.ts'
import { greaterEqual } from '../../ops/greater.ts'
import { log } from '../../ops/log.ts'
import { mul } from '../../ops/mul.ts'
import { pow } from '../../ops/pow.ts'
import { cos } from '../../ops/sin.ts'
import { sub } from '../../ops/sub.ts'
import type { Schedule } from '../Schedule.ts'
import { periodOf } from './span.ts'

/** The range of a falling rate, and its duration. */
export interface CosineOptions {
  /** The rate at step 0. */
  readonly initial: number
  /** The least rate, reached after `steps`; 0 by default. */
  readonly least?: number
  /** The number of steps of the fall, half a period. */
  readonly steps: number
}

type Scalar = Tensor<readonly []>

/** From a to b along half a cosine, as `share` goes from 0 to 1. */
export const alongCosine = (a: number, b: number, share: Scalar): Scalar =>
  add(b, mul(add(cos(mul(share, Math.PI)), 1), (a - b) / 2))

/**
 * A rate that falls along half a cosine. It is least at `steps` and climbs again after that: end the training there, or join
 * another schedule by `sequence`. Refuses steps that are not above 0.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { cosine } from 'cotangent/optim'
 *
 * const rate = cosine({ initial: 1, steps: 10 })
 * item(rate(tensor(0, []))) // => 1
 * item(rate(tensor(10, []))) // => 0
 * item(rate(tensor(20, []))) // => 1
 * ```
 */
export const cosine = (options: CosineOptions): Schedule => {
  const { initial, least = 0, steps } = checkOptions('cosine', options, { initial: true, least: true, steps: true })

  const half = periodOf('cosine', 'steps', steps)
  return (step) => alongCosine(initial, least, div(step, half))
}

/** How a cosine is restarted. */
export interface CosineRestartsOptions extends CosineOptions {
  /** The factor by which each fall is longer than the one before, at least 1; 1 by default. */
  readonly stretch?: number
}

/**
 * The number of restarts so far: the largest n with steps (stretch^n - 1) / (stretch - 1) <= t, corrected for rounding.
 */
const restartsAt = (step: Scalar, steps: number, stretch: number): Scalar => {
  const ratio = add(mul(step, (stretch - 1) / steps), 1)
  const near = floor(add(div(log(ratio), Math.log(stretch)), 0.5))
  return sub(near, sub(1, greaterEqual(step, startOf(near, steps, stretch))))
}

const startOf = (restarts: Scalar, steps: number, stretch: number): Scalar =>
  floor(add(mul(sub(pow(stretch, restarts), 1), steps / (stretch - 1)), 0.5))

/**
 * A rate that falls along half a cosine repeatedly, each time over `stretch` times as many steps. Both are whole
 * numbers. Refuses steps that are not above 0, and a stretch below 1.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { cosineRestarts } from 'cotangent/optim'
 *
 * const rate = cosineRestarts({ initial: 1, steps: 4, stretch: 2 })
 * item(rate(tensor(4, []))) // => 1
 * item(rate(tensor(8, []))) // => 0.5
 * item(rate(tensor(12, []))) // => 1
 * ```
 */
export const cosineRestarts = (options: CosineRestartsOptions): Schedule => {
  const {
    initial,
    least = 0,
    steps,
    stretch = 1,
  } = checkOptions('cosineRestarts', options, { stretch: true, initial: true, least: true, steps: true })

  periodOf('cosineRestarts', 'steps', steps)
  if (!(stretch >= 1 && stretch < Infinity)) {
    return refuse('cosineRestarts', [], { expected: 'a stretch of 1 or more', found: String(stretch) })
  }
  return (step) => {
    if (stretch === 1) return alongCosine(initial, least, sub(div(step, steps), floor(div(step, steps))))
    const restarts = restartsAt(step, steps, stretch)
    const length = mul(pow(stretch, restarts), steps)
    return alongCosine(initial, least, div(sub(step, startOf(restarts, steps, stretch)), length))
  }
}
