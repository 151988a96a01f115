/**
 * @file Adam and AdamW: a running mean of gradients divided by a running root mean square, both corrected for starting
 * at zero.
 *
 *     mean'   = beta1 * mean   + (1 - beta1) * g
 *     square' = beta2 * square + (1 - beta2) * g^2
 *     update  = (mean' / (1 - beta1^t)) / (sqrt(square' / (1 - beta2^t)) + epsilon)
 *
 * With amsgrad, the largest square' so far is used instead. AdamW adds the decayed weights after this scaling, Adam
 * before it, where the scaling undoes much of the decay.
 *
 * Laws: equals `torch.optim.Adam` and `torch.optim.AdamW` on recorded trajectories; those of optimizers.
 *
 * Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015; Reddi, Kale and Kumar, "On the convergence of
 * Adam and beyond", ICLR 2018; Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019.
 */
import type { OptionNames } from '../core/options.ts'
import { checkOptions } from '../core/options.ts'
import type { Tensor } from '../core/Tensor.ts'
import { add } from '../ops/add.ts'
import { div } from '../ops/div.ts'
import { maximum } from '../ops/maximum.ts'
import { sqrt } from '../ops/sqrt.ts'
import type { Chained, Optimizer, StateFunction, Stateless } from './Optimizer.ts'
import { chain, ofOneState } from './Optimizer.ts'
import type { DecayOptions } from './momentum.ts'
import { addDecayedWeights } from './momentum.ts'
import type { SlotState } from './perTensor.ts'
import { biasOf } from './perTensor.ts'
import type { MomentOptions } from './moments.ts'
import { countingSteps, momentNames, momentsAfter, momentsOf, zeroMoments, zeroSlot } from './moments.ts'
import type { LearningRate } from './Schedule.ts'
import type { Scheduled } from './scale.ts'
import { scaleByLearningRate } from './scale.ts'
import { steppingBy } from './steppingBy.ts'

/** The settings by which Adam scales gradients. */
export interface AdamScaling extends MomentOptions {
  /** Whether to divide by the largest mean of squares so far, so that steps never grow; false by default. */
  readonly amsgrad?: boolean
}

/** The state of {@link scaleByAdam}: a step counter, two means and, with amsgrad, a maximum. */
export interface AdamMoments extends StateFunction {
  readonly out:
    SlotState<'step', 'mean' | 'square', this['in']> | SlotState<'step', 'mean' | 'square' | 'maximum', this['in']>
}

const scaling: OptionNames<AdamScaling> = { ...momentNames, amsgrad: true }

/**
 * Scales gradients as Adam does. Refuses decays outside [0, 1).
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { scaleByAdam } from 'cotangent/optim'
 *
 * const step = scaleByAdam()
 * const g = tensor([0.5, -2], [2])
 * const [update] = step.update(g, step.init(g), g)
 * toNested(update) // => [1, -1]
 * ```
 */
export const scaleByAdam = (options: AdamScaling = {}): Optimizer<AdamMoments> => {
  const { amsgrad = false, ...others } = checkOptions('scaleByAdam', options, scaling)
  const settings = momentsOf('adam', others)
  const { beta1, beta2, epsilon } = settings
  const after = momentsAfter(settings)
  /** The means, and the square to divide by, at a step. */
  const scaledAt = (t: Tensor) => {
    const [bias1, bias2] = [biasOf(beta1, t), biasOf(beta2, t)]
    return (mean: Tensor, square: Tensor): Tensor => div(div(mean, bias1), add(sqrt(div(square, bias2)), epsilon))
  }
  const plain = countingSteps(zeroMoments, (t) => {
    const scaled = scaledAt(t)
    return (g, held) => {
      const now = after(g, held)
      return [scaled(now.mean, now.square), now]
    }
  })
  const largest = countingSteps({ ...zeroMoments, maximum: zeroSlot }, (t) => {
    const scaled = scaledAt(t)
    return (g, held) => {
      const now = after(g, held)
      const most: Tensor = maximum(held.maximum, now.square)
      return [scaled(now.mean, most), { ...now, maximum: most }]
    }
  })
  return ofOneState(amsgrad ? largest : plain)
}

/** The settings of {@link adam}. */
export interface AdamOptions extends AdamScaling {
  /** A number, a scalar, or a schedule; 0.001 by default. */
  readonly learningRate?: LearningRate
  /** The multiple of each parameter that is added to its gradient; 0 by default. */
  readonly weightDecay?: number
}

/** The state of {@link adam}. */
export type AdamState = Chained<Chained<Stateless, AdamMoments>, Scheduled>

/**
 * Adam: the running mean of gradients, divided by their running root mean square. Both are corrected for starting at zero.
 * Weight decay is an L2 penalty, which is scaled with the gradients; {@link adamw} decouples it.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { adam } from 'cotangent/optim'
 *
 * const optimizer = adam({ learningRate: 0.1 })
 * const w = tensor(1, [])
 * const [update] = optimizer.update(tensor(1000, []), optimizer.init(w), w)
 * Math.round(item(update) * 1000) / 1000 // => -0.1
 * ```
 */
export const adam = ({ learningRate = 0.001, weightDecay = 0, ...others }: AdamOptions = {}): Optimizer<AdamState> =>
  steppingBy(
    scaleByAdam(checkOptions('adam', others, scaling, ['learningRate', 'weightDecay'])),
    weightDecay,
    learningRate,
  )

/** The settings of {@link adamw}. */
export interface AdamwOptions extends AdamScaling, DecayOptions {
  /** A number, a scalar, or a schedule; 0.001 by default. */
  readonly learningRate?: LearningRate
  /** Each step subtracts the rate times this multiple of each parameter; 0.01 by default. */
  readonly weightDecay?: number
}

/** The state of {@link adamw}. */
export type AdamwState = Chained<Chained<AdamMoments, Stateless>, Scheduled>

/**
 * AdamW: Adam with decoupled weight decay, which is not scaled with the gradients.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { adamw } from 'cotangent/optim'
 *
 * const optimizer = adamw({ learningRate: 0.5, weightDecay: 0.25 })
 * const w = tensor([8], [1])
 * const [updates] = optimizer.update(tensor([0], [1]), optimizer.init(w), w)
 * toNested(updates) // => [-1]
 * ```
 */
export const adamw = ({
  learningRate = 0.001,
  weightDecay = 0.01,
  where = () => true,
  ...others
}: AdamwOptions = {}): Optimizer<AdamwState> =>
  chain(
    chain(
      scaleByAdam(checkOptions('adamw', others, scaling, ['learningRate', 'weightDecay', 'where'])),
      addDecayedWeights(weightDecay, { where }),
    ),
    scaleByLearningRate(learningRate),
  )
