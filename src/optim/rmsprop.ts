/**
 * @file RMSProp: each entry is divided by a running root mean square of its gradients.
 *
 *     square' = decay * square + (1 - decay) * g^2
 *     mean'   = decay * mean   + (1 - decay) * g                    (centered)
 *     update = g / (sqrt(square' - mean'^2) + epsilon) without mean' if not centered
 *
 * Laws: equals `torch.optim.RMSprop` on recorded trajectories; those of optimizers.
 *
 * Tieleman and Hinton, "Lecture 6.5: rmsprop", Coursera 2012; centered: Graves, "Generating sequences with recurrent
 * neural networks", 2013.
 */
import { checkNotNegative } from '../core/numberRules.ts'
import type { OptionNames } from '../core/options.ts'
import { checkOptions } from '../core/options.ts'
import type { Tensor } from '../core/Tensor.ts'
import { add } from '../ops/add.ts'
import { zero, zeros } from '../ops/constant.ts'
import { div } from '../ops/div.ts'
import { maximum } from '../ops/maximum.ts'
import { mul } from '../ops/mul.ts'
import { sqrt } from '../ops/sqrt.ts'
import { sub } from '../ops/sub.ts'
import type { Chained, Optimizer, StateFunction, Stateless } from './Optimizer.ts'
import { chain, unchanged, ofOneState } from './Optimizer.ts'
import type { Velocity } from './momentum.ts'
import { momentum } from './momentum.ts'
import type { Slotted, SlotState } from './perTensor.ts'
import { checkDecay, perTensor } from './perTensor.ts'
import type { LearningRate } from './Schedule.ts'
import type { Scheduled } from './scale.ts'
import { scaleByLearningRate } from './scale.ts'
import { decayedBy } from './steppingBy.ts'

/** A running mean after one more value: decay * mean + (1 - decay) * value. */
export const running = (decay: number, mean: Tensor, value: Tensor): Tensor =>
  add(mul(mean, decay), mul(value, 1 - decay))

/** The state of {@link scaleByRms}: running means of squares and, if centered, of gradients. */
export interface RmsState extends StateFunction {
  readonly out: SlotState<never, 'square', this['in']> | SlotState<never, 'square' | 'mean', this['in']>
}

/** The settings of {@link scaleByRms}. */
export interface RmsScaling {
  /** The share of the running mean that is kept from step to step; 0.99 by default. */
  readonly decay?: number
  /** Added to the root; 1e-8 by default. */
  readonly epsilon?: number
  /** Whether to use the variance in place of the mean square; false by default. */
  readonly centered?: boolean
}

const scaling: OptionNames<RmsScaling> = { decay: true, epsilon: checkNotNegative, centered: true }

/**
 * Divides gradients by their running root mean square. If centered, a variance that is negative because of rounding
 * counts as zero.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { scaleByRms } from 'cotangent/optim'
 *
 * const step = scaleByRms({ decay: 0.75 })
 * const g = tensor([0.5, -2], [2])
 * const [update] = step.update(g, step.init(g), g)
 * toNested(update) // => [2, -2]
 * ```
 */
export const scaleByRms = (options: RmsScaling = {}): Optimizer<RmsState> => {
  const { decay = 0.99, epsilon = 1e-8, centered = false } = checkOptions('scaleByRms', options, scaling)
  checkDecay('scaleByRms', 'the decay', decay)
  const slot = ({ shape }: Tensor): Tensor => zeros(shape)
  const plain = (): Optimizer<Slotted<never, 'square'>> =>
    perTensor<never, 'square'>({
      scalars: {},
      slots: { square: slot },
      rule: () => [
        {},
        (g, held) => {
          const square = running(decay, held.square, mul(g, g))
          return [div(g, add(sqrt(square), epsilon)), { square }]
        },
      ],
    })
  const aboutMean = (): Optimizer<Slotted<never, 'square' | 'mean'>> =>
    perTensor<never, 'square' | 'mean'>({
      scalars: {},
      slots: { square: slot, mean: slot },
      rule: () => [
        {},
        (g, held) => {
          const [square, mean] = [running(decay, held.square, mul(g, g)), running(decay, held.mean, g)]
          const variance: Tensor = maximum(sub(square, mul(mean, mean)), zero)
          return [div(g, add(sqrt(variance), epsilon)), { square, mean }]
        },
      ],
    })
  return ofOneState(centered ? aboutMean() : plain())
}

/** The settings of {@link rmsprop}. */
export interface RmspropOptions extends RmsScaling {
  /** A number, a scalar, or a schedule. */
  readonly learningRate: LearningRate
  /** The share of the velocity of the scaled gradients that is kept from step to step; 0 by default. */
  readonly momentum?: number
  /** The multiple of each parameter that is added to its gradient; 0 by default. */
  readonly weightDecay?: number
}

/** The state of {@link rmsprop}. */
export type RmspropState = Chained<Chained<Chained<Stateless, RmsState>, Stateless | Velocity>, Scheduled>

/**
 * RMSProp, with momentum on the scaled gradients, as PyTorch's.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { rmsprop } from 'cotangent/optim'
 *
 * const optimizer = rmsprop({ learningRate: 0.5, decay: 0.75, epsilon: 0 })
 * const w = tensor([1, 1], [2])
 * const [updates] = optimizer.update(tensor([8, -2], [2]), optimizer.init(w), w)
 * toNested(updates) // => [-1, 1]
 * ```
 */
export const rmsprop = ({
  learningRate,
  momentum: factor = 0,
  weightDecay = 0,
  ...others
}: RmspropOptions): Optimizer<RmspropState> => {
  const scaled = chain(
    decayedBy(weightDecay),
    scaleByRms(checkOptions('rmsprop', others, scaling, ['learningRate', 'momentum', 'weightDecay'])),
  )
  const rate = scaleByLearningRate(learningRate)
  return ofOneState(factor === 0 ? chain(chain(scaled, unchanged), rate) : chain(chain(scaled, momentum(factor)), rate))
}
