/**
 * @file Adam and AdamW: a running mean of gradients over a running root mean square, both corrected for having begun at
 * zero.
 *
 *     mean'   = beta1 * mean   + (1 - beta1) * g
 *     square' = beta2 * square + (1 - beta2) * g^2
 *     update  = (mean' / (1 - beta1^t)) / (sqrt(square' / (1 - beta2^t)) + epsilon)
 *
 * With amsgrad the largest square' so far takes its place. AdamW adds the decayed weights after this scaling, Adam before
 * it, where the scaling undoes much of it.
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
import { zeros } from '../ops/constant.ts'
import { div } from '../ops/div.ts'
import { maximum } from '../ops/maximum.ts'
import { mul } from '../ops/mul.ts'
import { sqrt } from '../ops/sqrt.ts'
import type { Chained, Optimizer, StateFunction, Stateless } from './Optimizer.ts'
import { chain, identity } from './Optimizer.ts'
import type { DecayOptions } from './momentum.ts'
import { addDecayedWeights } from './momentum.ts'
import type { Slotted, SlotState } from './perTensor.ts'
import { biasOf, checkDecay, perTensor } from './perTensor.ts'
import { running } from './rmsprop.ts'
import type { Schedule } from './Schedule.ts'
import type { Scheduled } from './scale.ts'
import { scaleByLearningRate } from './scale.ts'

/** The decays of the two running means, and what keeps the division from zero. */
export interface MomentOptions {
  /** How much of the mean of gradients stays from step to step; 0.9 by default. */
  readonly beta1?: number
  /** How much of the mean of squares stays from step to step; 0.999 by default. */
  readonly beta2?: number
  /** Added to the root; 1e-8 by default. */
  readonly epsilon?: number
}

/** How Adam scales gradients. */
export interface AdamScaling extends MomentOptions {
  /** Whether the largest mean of squares so far divides, so that steps never grow; false by default. */
  readonly amsgrad?: boolean
}

/** The state of {@link scaleByAdam}: a step counter, two means and, with amsgrad, a maximum. */
export interface AdamMoments extends StateFunction {
  readonly out:
    SlotState<'step', 'mean' | 'square', this['in']> | SlotState<'step', 'mean' | 'square' | 'maximum', this['in']>
}

/** A slot of zeros. */
export const zeroSlot = ({ shape }: Tensor): Tensor => zeros(shape)

const scaling: OptionNames<AdamScaling> = { beta1: true, beta2: true, epsilon: true, amsgrad: true }

/**
 * Gradients as Adam scales them. Refuses decays outside [0, 1).
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
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, amsgrad = false } = checkOptions('scaleByAdam', options, scaling)
  checkDecay('adam', 'beta1', beta1)
  checkDecay('adam', 'beta2', beta2)
  const slots = { mean: zeroSlot, square: zeroSlot }
  const moments = (g: Tensor, held: Readonly<Record<'mean' | 'square', Tensor>>) => ({
    mean: running(beta1, held.mean, g),
    square: running(beta2, held.square, mul(g, g)),
  })
  const counted = (step: Tensor<readonly []>) => {
    const t = add(step, 1)
    const [bias1, bias2] = [biasOf(beta1, t), biasOf(beta2, t)]
    const scaled = (mean: Tensor, square: Tensor): Tensor =>
      div(div(mean, bias1), add(sqrt(div(square, bias2)), epsilon))
    return { next: { step: t }, scaled }
  }
  const plain = (): Optimizer<Slotted<'step', 'mean' | 'square'>> =>
    perTensor({
      scalars: { step: 0 },
      slots,
      rule: ({ step }) => {
        const { next, scaled } = counted(step)
        return [
          next,
          (g, held) => {
            const now = moments(g, held)
            return [scaled(now.mean, now.square), now]
          },
        ]
      },
    })
  const largest = (): Optimizer<Slotted<'step', 'mean' | 'square' | 'maximum'>> =>
    perTensor({
      scalars: { step: 0 },
      slots: { ...slots, maximum: zeroSlot },
      rule: ({ step }) => {
        const { next, scaled } = counted(step)
        return [
          next,
          (g, held) => {
            const now = moments(g, held)
            const most: Tensor = maximum(held.maximum, now.square)
            return [scaled(now.mean, most), { ...now, maximum: most }]
          },
        ]
      },
    })
  return (amsgrad ? largest() : plain()) as Optimizer<AdamMoments>
}

/** How {@link adam} steps. */
export interface AdamOptions extends AdamScaling {
  /** A number, or a schedule; 0.001 by default. */
  readonly learningRate?: number | Schedule
  /** The multiple of each parameter that is added to its gradient; 0 by default. */
  readonly weightDecay?: number
}

/** The state of {@link adam}. */
export type AdamState = Chained<Chained<Stateless, AdamMoments>, Scheduled>

/**
 * Adam. Weight decay is an L2 penalty, scaled with the gradients; {@link adamw} has it apart.
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
  chain(
    chain(
      weightDecay === 0 ? identity : addDecayedWeights(weightDecay),
      scaleByAdam(checkOptions('adam', others, scaling, ['learningRate', 'weightDecay'])),
    ),
    scaleByLearningRate(learningRate),
  )

/** How {@link adamw} steps. */
export interface AdamwOptions extends AdamScaling, DecayOptions {
  /** A number, or a schedule; 0.001 by default. */
  readonly learningRate?: number | Schedule
  /** The share of each parameter that decays, times the rate; 0.01 by default. */
  readonly weightDecay?: number
}

/** The state of {@link adamw}. */
export type AdamwState = Chained<Chained<AdamMoments, Stateless>, Scheduled>

/**
 * AdamW: Adam with weight decay that its scaling does not touch.
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
