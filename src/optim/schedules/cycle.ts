/**
 * @file Rates that rise and fall: once, with the momentum moving in the opposite direction, or repeatedly.
 *
 * Laws: those of schedules; equal OneCycleLR and CyclicLR, their momentum too.
 *
 * Smith, "Cyclical learning rates for training neural networks", WACV 2017; Smith and Topin, "Super-convergence: very
 * fast training of neural networks using large learning rates", 2019.
 */
import { checkOptions } from '../../core/options.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { add } from '../../ops/add.ts'
import { one } from '../../ops/constant.ts'
import { div } from '../../ops/div.ts'
import { floor } from '../../ops/floor.ts'
import { lessEqual } from '../../ops/lessEqual.ts'
import { minimum } from '../../ops/minimum.ts'
import { mul } from '../../ops/mul.ts'
import { pow } from '../../ops/pow.ts'
import { sub } from '../../ops/sub.ts'
import { where } from '../../ops/where.ts'
import type { Schedule } from '../Schedule.ts'
import { periodOf, share, stepsOf } from './span.ts'
import { alongCosine } from './cosine.ts'

type Scalar = Tensor<readonly []>

/** A rate and the momentum that goes with it. */
export interface Cycle {
  readonly learningRate: Schedule
  readonly momentum: Schedule
}

/** The settings of {@link oneCycle}. */
export interface OneCycleOptions {
  /** The largest rate. */
  readonly most: number
  /** The total number of steps. */
  readonly steps: number
  /** The share of the steps in which the rate rises; 0.3 by default. */
  readonly rising?: number
  /** The ratio of the largest rate to the first; 25 by default. */
  readonly divide?: number
  /** The ratio of the first rate to the last; 10,000 by default. */
  readonly finalDivide?: number
  /** Whether the rate follows a cosine, the default, or a straight line. */
  readonly shape?: 'cosine' | 'linear'
  /** Whether the rate falls to the first rate as fast as it rose, then on to the last; false by default. */
  readonly threePhases?: boolean
  /** The momentum at the largest rate, and at the least; 0.85 and 0.95 by default. */
  readonly momentum?: readonly [least: number, most: number]
}

interface Phase {
  readonly end: number
  readonly from: number
  readonly to: number
}

const straight = (a: number, b: number, part: Scalar): Scalar => add(a, mul(part, b - a))

/** Phases one after another; after the last phase, its last rate stays. */
const through =
  (phases: readonly Phase[], along: (a: number, b: number, part: Scalar) => Scalar): Schedule =>
  (step) => {
    const rates = phases.map(({ end, from, to }, k) => {
      const start = phases[k - 1]?.end ?? 0
      return { end, rate: along(from, to, share(step, start, end - start)) }
    })
    return rates.reduceRight((later, { end, rate }) => ({ end, rate: where(lessEqual(step, end), rate, later.rate) }))
      .rate
  }

/**
 * One cycle: the rate rises from most / divide to most, then falls far below where it began, while the momentum falls
 * and rises. If the share of rising steps is 0, the rate begins at most. Refuses steps that are not above 0, and a
 * share of rising steps outside [0, 1].
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { oneCycle, sgd } from 'cotangent/optim'
 *
 * const { learningRate, momentum } = oneCycle({ most: 1, steps: 11, rising: 0.5, divide: 4, shape: 'linear' })
 * item(learningRate(tensor(0, []))) // => 0.25
 * const optimizer = sgd({ learningRate, momentum })
 * ```
 */
export const oneCycle = (options: OneCycleOptions): Cycle => {
  const {
    most,
    steps,
    rising = 0.3,
    divide = 25,
    finalDivide = 1e4,
    shape = 'cosine',
    threePhases = false,
    momentum: [low, high] = [0.85, 0.95],
  } = checkOptions('oneCycle', options, {
    most: true,
    steps: true,
    rising: true,
    divide: true,
    finalDivide: true,
    shape: { cosine: true, linear: true },
    threePhases: true,
    momentum: true,
  })

  if (!(rising >= 0 && rising <= 1)) {
    return refuse('oneCycle', [], {
      expected: 'the share of rising steps to be from 0 to 1',
      found: String(rising),
    })
  }
  periodOf('oneCycle', 'steps', steps)
  const along = shape === 'cosine' ? alongCosine : straight
  const first = most / divide
  const last = first / finalDivide
  const top = rising * steps - 1
  const phases = (a: number, b: number, c: number): readonly Phase[] =>
    threePhases
      ? [
          { end: top, from: a, to: b },
          { end: 2 * rising * steps - 2, from: b, to: a },
          { end: steps - 1, from: a, to: c },
        ]
      : [
          { end: top, from: a, to: b },
          { end: steps - 1, from: b, to: c },
        ]
  return {
    learningRate: through(phases(first, most, last), along),
    momentum: through(phases(high, low, high), along),
  }
}

/** The settings of {@link cyclic}. */
export interface CyclicOptions {
  /** The least rate, at step 0. */
  readonly least: number
  /** The largest rate. */
  readonly most: number
  /** Steps from the least to the largest rate. */
  readonly up: number
  /** Steps from the largest back to the least rate; `up` by default. */
  readonly down?: number
  /** The factor by which each cycle's height changes to the next; 1 by default. */
  readonly perCycle?: number
  /** The factor by which the height changes at each step; 1 by default. */
  readonly perStep?: number
  /** The momentum at the largest rate, and at the least; 0.8 and 0.9 by default. */
  readonly momentum?: readonly [least: number, most: number]
}

/**
 * Repeated triangles. Of PyTorch's modes, `triangular` is the default, `triangular2` has perCycle 0.5, and `exp_range`
 * has perStep below 1. Refuses steps below 0, and a cycle without steps.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { cyclic } from 'cotangent/optim'
 *
 * const { learningRate } = cyclic({ least: 0, most: 1, up: 4, perCycle: 0.5 })
 * item(learningRate(tensor(2, []))) // => 0.5
 * item(learningRate(tensor(12, []))) // => 0.5
 * ```
 */
export const cyclic = (options: CyclicOptions): Cycle => {
  const {
    least,
    most,
    up,
    down = up,
    perCycle = 1,
    perStep = 1,
    momentum: [low, high] = [0.8, 0.9],
  } = checkOptions('cyclic', options, {
    least: true,
    most: true,
    up: true,
    down: true,
    perCycle: true,
    perStep: true,
    momentum: true,
  })

  const length = periodOf('cyclic', 'up and down', stepsOf('cyclic', 'up', up) + stepsOf('cyclic', 'down', down))
  const heightAt: Schedule = (step) => {
    const cycle = floor(div(step, length))
    const at = sub(step, mul(cycle, length))
    const triangle = minimum(share(at, 0, up), sub(1, share(at, up, down)))
    const perCycles = perCycle === 1 ? one : pow(perCycle, cycle)
    return mul(triangle, mul(perCycles, perStep === 1 ? one : pow(perStep, step)))
  }
  return {
    learningRate: (step) => add(least, mul(heightAt(step), most - least)),
    momentum: (step) => sub(high, mul(heightAt(step), high - low)),
  }
}
