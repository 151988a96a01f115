/**
 * @file Lion: steps along the sign of a momentum, with one number of state per parameter.
 *
 *     update = sign(beta1 * mean + (1 - beta1) * g)        mean' = beta2 * mean + (1 - beta2) * g
 *
 * Weight decay is decoupled. Laws: those of optimizers; "every entry moves by the rate".
 *
 * Chen, Liang, Huang, Real, Wang, Liu, Pham, Dong, Luong, Hsieh, Lu and Le, "Symbolic discovery of optimization
 * algorithms", NeurIPS 2023.
 */
import type { OptionNames } from '../core/options.ts'
import { checkOptions } from '../core/options.ts'
import { sign } from '../ops/sign.ts'
import { zeroSlot } from './moments.ts'
import type { Chained, Optimizer, Stateless } from './Optimizer.ts'
import { chain } from './Optimizer.ts'
import type { DecayOptions } from './momentum.ts'
import { addDecayedWeights } from './momentum.ts'
import type { Slotted } from './perTensor.ts'
import { perTensor } from './perTensor.ts'
import { running } from './rmsprop.ts'
import type { LearningRate } from './Schedule.ts'
import type { Scheduled } from './scale.ts'
import { scaleByLearningRate } from './scale.ts'

/** How Lion mixes gradients into its direction and its running mean. */
export interface LionScaling {
  /** The weight of the running mean in the direction; 0.9 by default. */
  readonly beta1?: number
  /** The share of the running mean that is kept from step to step; 0.99 by default. */
  readonly beta2?: number
}

const scaling: OptionNames<LionScaling> = { beta1: true, beta2: true }

/**
 * Replaces gradients by the sign of a mix of the gradient and its running mean.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { scaleByLion } from 'cotangent/optim'
 *
 * const step = scaleByLion()
 * const g = tensor([0.5, -2], [2])
 * const [update] = step.update(g, step.init(g), g)
 * toNested(update) // => [1, -1]
 * ```
 */
export const scaleByLion = (options: LionScaling = {}): Optimizer<Slotted<never, 'mean'>> => {
  const { beta1 = 0.9, beta2 = 0.99 } = checkOptions('scaleByLion', options, scaling)
  return perTensor<never, 'mean'>({
    scalars: {},
    slots: { mean: zeroSlot },
    rule: () => [{}, (g, { mean }) => [sign(running(beta1, mean, g)), { mean: running(beta2, mean, g) }]],
  })
}

/** The settings of {@link lion}. */
export interface LionOptions extends LionScaling, DecayOptions {
  /** A number, a scalar, or a schedule; 0.0001 by default. */
  readonly learningRate?: LearningRate
  /** The share of each parameter that decays, times the rate; 0 by default. */
  readonly weightDecay?: number
}

/** The state of {@link lion}. */
export type LionState = Chained<Chained<Slotted<never, 'mean'>, Stateless>, Scheduled>

/**
 * Lion. The best rate is usually a third to a tenth of Adam's, with a weight decay larger by the same factor.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { lion } from 'cotangent/optim'
 *
 * const optimizer = lion({ learningRate: 0.5 })
 * const w = tensor([1, 1], [2])
 * const [updates] = optimizer.update(tensor([1000, -0.001], [2]), optimizer.init(w), w)
 * toNested(updates) // => [-0.5, 0.5]
 * ```
 */
export const lion = ({
  learningRate = 0.0001,
  weightDecay = 0,
  where = () => true,
  ...others
}: LionOptions = {}): Optimizer<LionState> =>
  chain(
    chain(
      scaleByLion(checkOptions('lion', others, scaling, ['learningRate', 'weightDecay', 'where'])),
      addDecayedWeights(weightDecay, { where }),
    ),
    scaleByLearningRate(learningRate),
  )
