/**
 * @file A rate that falls when a metric no longer improves, as a state that each metric updates.
 *
 *     better: metric < best (1 - threshold)        or, by turns, > and absolute
 *     bad' = better ? 0 : bad + 1        a bad step more than `patience` multiplies the rate by `factor`
 *
 * This is not a schedule of the step: it depends on the metrics so far. The state is a tree of scalars, so that it can
 * be compiled and saved. NaN counts as bad. Laws: equals ReduceLROnPlateau on recorded rates; nothing is hidden.
 */
import { checkOptions } from '../../core/options.ts'
import type { Operand, Tensor } from '../../core/Tensor.ts'
import { scalar } from '../../core/Tensor.ts'
import { add } from '../../ops/add.ts'
import { literal, one, zero } from '../../ops/constant.ts'
import { greater } from '../../ops/greater.ts'
import { less } from '../../ops/less.ts'
import { maximum } from '../../ops/maximum.ts'
import { mul } from '../../ops/mul.ts'
import { sub } from '../../ops/sub.ts'
import { where } from '../../ops/where.ts'

type Scalar = Tensor<readonly []>

/** The state by which a plateau is recognized. */
export interface PlateauState {
  /** The current rate. */
  readonly rate: Scalar
  /** The best metric so far. */
  readonly best: Scalar
  /** The number of metrics in a row that were no better. */
  readonly bad: Scalar
  /** How many of the next metrics do not count, after a fall. */
  readonly cooldown: Scalar
}

/** When a metric counts as no longer improving, and how the rate falls then. */
export interface PlateauOptions {
  /** Whether smaller, the default, or larger metrics are better. */
  readonly better?: 'smaller' | 'larger'
  /** The factor by which the rate falls; 0.1 by default. */
  readonly factor?: number
  /** How many metrics in a row may be no better; 10 by default. */
  readonly patience?: number
  /** The least improvement that counts; 1e-4 by default. */
  readonly threshold?: number
  /** Whether the threshold is relative to the best metric, the default, or an absolute difference from it. */
  readonly thresholdMode?: 'relative' | 'absolute'
  /** How many metrics after a fall do not count; 0 by default. */
  readonly cooldown?: number
  /** The least rate; 0 by default. */
  readonly least?: number
  /** Falls of the rate by no more than this are skipped; 1e-8 by default. */
  readonly epsilon?: number
}

/** A rate that waits for improvement. */
export interface Plateau {
  /** The state before the first metric. */
  readonly init: (rate: number) => PlateauState
  /** The state after one more metric. */
  readonly observe: (state: PlateauState, metric: Operand<readonly []>) => PlateauState
}

/**
 * A rate that is multiplied by a factor when a metric has not improved for some time. The current rate is `state.rate`;
 * an optimizer takes it as its learning rate. A compiled step takes it as an argument, since it would keep the rate that it
 * closes over: give it to each batch, and make the optimizer in the step.
 *
 * @example
 * ```ts
 * import { item } from 'cotangent'
 * import { reduceOnPlateau, sgd } from 'cotangent/optim'
 *
 * const plateau = reduceOnPlateau({ factor: 0.5, patience: 1 })
 * const state = [4, 2, 2, 2].reduce(plateau.observe, plateau.init(1))
 * item(state.rate) // => 0.5
 * const optimizer = sgd({ learningRate: state.rate })
 * ```
 */
export const reduceOnPlateau = (options: PlateauOptions = {}): Plateau => {
  const {
    better = 'smaller',
    factor = 0.1,
    patience = 10,
    threshold = 1e-4,
    thresholdMode = 'relative',
    cooldown: rest = 0,
    least = 0,
    epsilon = 1e-8,
  } = checkOptions('reduceOnPlateau', options, {
    better: { smaller: true, larger: true },
    factor: true,
    patience: true,
    threshold: true,
    thresholdMode: { relative: true, absolute: true },
    cooldown: true,
    least: true,
    epsilon: true,
  })

  const side = better === 'smaller' ? -1 : 1
  const limitOf = (best: Scalar): Scalar =>
    thresholdMode === 'relative' ? mul(best, 1 + side * threshold) : add(best, side * threshold)
  return {
    init: (rate) => ({
      rate: scalar(rate),
      best: literal(better === 'smaller' ? Infinity : -Infinity),
      bad: zero,
      cooldown: zero,
    }),
    observe: ({ rate, best, bad, cooldown }, metric) => {
      const limit = limitOf(best)
      const improved = better === 'smaller' ? less(metric, limit) : greater(metric, limit)
      const resting = greater(cooldown, zero)
      const badNow = where(improved, zero, where(resting, zero, add(bad, one)))
      const falls = greater(badNow, patience)
      const lower = maximum(mul(rate, factor), least)
      return {
        rate: where(falls, where(greater(sub(rate, lower), epsilon), lower, rate), rate),
        best: where(improved, metric, best),
        bad: where(falls, zero, badNow),
        cooldown: where(falls, rest, maximum(sub(cooldown, one), zero)),
      }
    },
  }
}
