/**
 * @file AdaMax: Adam with the largest recent gradient in place of the root mean square.
 *
 *     mean'    = beta1 * mean + (1 - beta1) * g
 *     largest' = max(beta2 * largest, |g| + epsilon)
 *     update   = mean' / ((1 - beta1^t) largest')
 *
 * Laws: equals `torch.optim.Adamax` on recorded trajectories; those of optimizers.
 *
 * Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, section 7.1.
 */
import { checkOptions } from '../core/options.ts'
import type { Tensor } from '../core/Tensor.ts'
import { abs } from '../ops/abs.ts'
import { add } from '../ops/add.ts'
import { div } from '../ops/div.ts'
import { maximum } from '../ops/maximum.ts'
import { mul } from '../ops/mul.ts'
import type { Chained, Optimizer, Stateless } from './Optimizer.ts'
import type { Slotted } from './perTensor.ts'
import { biasOf } from './perTensor.ts'
import { running } from './rmsprop.ts'
import type { MomentOptions } from './moments.ts'
import { countingSteps, momentNames, momentsOf, zeroSlot } from './moments.ts'
import type { LearningRate } from './Schedule.ts'
import type { Scheduled } from './scale.ts'
import { steppingBy } from './steppingBy.ts'

/**
 * Scales gradients as AdaMax does. Refuses decays outside [0, 1).
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { scaleByAdamax } from 'cotangent/optim'
 *
 * const step = scaleByAdamax()
 * const g = tensor([0.5, -2], [2])
 * const [update] = step.update(g, step.init(g), g)
 * toNested(update) // => [1, -1]
 * ```
 */
export const scaleByAdamax = (options: MomentOptions = {}): Optimizer<Slotted<'step', 'mean' | 'largest'>> => {
  const { beta1, beta2, epsilon } = momentsOf('adamax', checkOptions('scaleByAdamax', options, momentNames))
  return countingSteps({ mean: zeroSlot, largest: zeroSlot }, (t) => {
    const bias = biasOf(beta1, t)
    return (g, held) => {
      const mean = running(beta1, held.mean, g)
      const largest: Tensor = maximum(mul(held.largest, beta2), add(abs(g), epsilon))
      return [div(div(mean, bias), largest), { mean, largest }]
    }
  })
}

/** The settings of {@link adamax}. */
export interface AdamaxOptions extends MomentOptions {
  /** A number, a scalar, or a schedule; 0.002 by default. */
  readonly learningRate?: LearningRate
  /** The multiple of each parameter that is added to its gradient; 0 by default. */
  readonly weightDecay?: number
}

/** The state of {@link adamax}. */
export type AdamaxState = Chained<Chained<Stateless, Slotted<'step', 'mean' | 'largest'>>, Scheduled>

/**
 * AdaMax.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { adamax } from 'cotangent/optim'
 *
 * const optimizer = adamax({ learningRate: 0.1 })
 * const w = tensor(1, [])
 * const [update] = optimizer.update(tensor(-1000, []), optimizer.init(w), w)
 * Math.round(item(update) * 1000) / 1000 // => 0.1
 * ```
 */
export const adamax = ({
  learningRate = 0.002,
  weightDecay = 0,
  ...others
}: AdamaxOptions = {}): Optimizer<AdamaxState> =>
  steppingBy(
    scaleByAdamax(checkOptions('adamax', others, momentNames, ['learningRate', 'weightDecay'])),
    weightDecay,
    learningRate,
  )
