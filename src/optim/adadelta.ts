/**
 * @file AdaDelta: steps scaled to the size of previous steps, so that no rate has to be chosen.
 *
 *     square' = decay * square + (1 - decay) * g^2
 *     update  = g * sqrt(moved + epsilon) / sqrt(square' + epsilon)
 *     moved'  = decay * moved + (1 - decay) * update^2
 *
 * Laws: equals `torch.optim.Adadelta` on recorded trajectories; those of optimizers.
 *
 * Zeiler, "ADADELTA: an adaptive learning rate method", 2012.
 */
import { checkNotNegative } from '../core/numberRules.ts'
import type { OptionNames } from '../core/options.ts'
import { checkOptions } from '../core/options.ts'
import type { Tensor } from '../core/Tensor.ts'
import { add } from '../ops/add.ts'
import { zeros } from '../ops/constant.ts'
import { div } from '../ops/div.ts'
import { mul } from '../ops/mul.ts'
import { sqrt } from '../ops/sqrt.ts'
import type { Chained, Optimizer, Stateless } from './Optimizer.ts'
import type { Slotted } from './perTensor.ts'
import { checkDecay, perTensor } from './perTensor.ts'
import { running } from './rmsprop.ts'
import type { LearningRate } from './Schedule.ts'
import type { Scheduled } from './scale.ts'
import { steppingBy } from './steppingBy.ts'

/** The settings by which AdaDelta scales gradients. */
export interface AdadeltaScaling {
  /** The share of the running means that is kept from step to step; 0.9 by default. */
  readonly decay?: number
  /** Added under both roots; 1e-6 by default. */
  readonly epsilon?: number
}

const scaling: OptionNames<AdadeltaScaling> = { decay: true, epsilon: checkNotNegative }

/**
 * Multiplies gradients by the running root mean square of updates, divided by that of gradients.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { scaleByAdadelta } from 'cotangent/optim'
 *
 * const step = scaleByAdadelta({ epsilon: 1e-6 })
 * const g = tensor([0.5, -2], [2])
 * const [update] = step.update(g, step.init(g), g)
 * toNested(update) // => [0.00316221, -0.00316227]
 * ```
 */
export const scaleByAdadelta = (options: AdadeltaScaling = {}): Optimizer<Slotted<never, 'square' | 'moved'>> => {
  const { decay = 0.9, epsilon = 1e-6 } = checkOptions('scaleByAdadelta', options, scaling)
  checkDecay('scaleByAdadelta', 'the decay', decay)
  return perTensor<never, 'square' | 'moved'>({
    scalars: {},
    slots: { square: ({ shape }) => zeros(shape), moved: ({ shape }) => zeros(shape) },
    rule: () => [
      {},
      (g, held) => {
        const square = running(decay, held.square, mul(g, g))
        const update: Tensor = mul(g, div(sqrt(add(held.moved, epsilon)), sqrt(add(square, epsilon))))
        return [update, { square, moved: running(decay, held.moved, mul(update, update)) }]
      },
    ],
  })
}

/** The settings of {@link adadelta}. */
export interface AdadeltaOptions extends AdadeltaScaling {
  /** A number, a scalar, or a schedule; 1 by default. */
  readonly learningRate?: LearningRate
  /** The multiple of each parameter that is added to its gradient; 0 by default. */
  readonly weightDecay?: number
}

/** The state of {@link adadelta}. */
export type AdadeltaState = Chained<Chained<Stateless, Slotted<never, 'square' | 'moved'>>, Scheduled>

/**
 * AdaDelta: each entry of a gradient is multiplied by the running root mean square of past updates, and divided by that of
 * gradients. The rate multiplies the result, and is 1 by default.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { adadelta } from 'cotangent/optim'
 *
 * const optimizer = adadelta({ decay: 0.75, epsilon: 0.25 })
 * const w = tensor([1], [1])
 * const [updates] = optimizer.update(tensor([3], [1]), optimizer.init(w), w)
 * Number(toNested(updates)[0]) < 0 // => true
 * ```
 */
export const adadelta = ({
  learningRate = 1,
  weightDecay = 0,
  ...others
}: AdadeltaOptions = {}): Optimizer<AdadeltaState> =>
  steppingBy(
    scaleByAdadelta(checkOptions('adadelta', others, scaling, ['learningRate', 'weightDecay'])),
    weightDecay,
    learningRate,
  )
