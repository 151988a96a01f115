/**
 * @file AdaGrad: each entry is divided by the root of the sum of its squared gradients.
 *
 *     sum' = sum + g^2        update = g / (sqrt(sum') + epsilon)
 *
 * Laws: equals `torch.optim.Adagrad` on recorded trajectories; those of optimizers.
 *
 * Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic optimization", JMLR 2011.
 */
import { checkNotNegative } from '../core/numberRules.ts'
import type { OptionNames } from '../core/options.ts'
import { checkOptions } from '../core/options.ts'
import type { Tensor } from '../core/Tensor.ts'
import { add } from '../ops/add.ts'
import { div } from '../ops/div.ts'
import { full } from '../ops/full.ts'
import { mul } from '../ops/mul.ts'
import { sqrt } from '../ops/sqrt.ts'
import type { Chained, Optimizer, Stateless } from './Optimizer.ts'
import type { Slotted } from './perTensor.ts'
import { perTensor } from './perTensor.ts'
import type { LearningRate } from './Schedule.ts'
import type { Scheduled } from './scale.ts'
import { steppingBy } from './steppingBy.ts'

/** The settings by which AdaGrad scales gradients. */
export interface AdagradScaling {
  /** The initial value of the sums; 0 by default. */
  readonly initialSum?: number
  /** Added to the root; 1e-10 by default. */
  readonly epsilon?: number
}

const scaling: OptionNames<AdagradScaling> = { initialSum: checkNotNegative, epsilon: checkNotNegative }

/**
 * Divides gradients by the root of the sum of all squared gradients so far.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { scaleByAdagrad } from 'cotangent/optim'
 *
 * const step = scaleByAdagrad()
 * const g = tensor([0.5, -2], [2])
 * const [update] = step.update(g, step.init(g), g)
 * toNested(update) // => [1, -1]
 * ```
 */
export const scaleByAdagrad = (options: AdagradScaling = {}): Optimizer<Slotted<never, 'sum'>> => {
  const { initialSum = 0, epsilon = 1e-10 } = checkOptions('scaleByAdagrad', options, scaling)
  return perTensor<never, 'sum'>({
    scalars: {},
    slots: { sum: ({ shape }) => full(shape, initialSum) },
    rule: () => [
      {},
      (gradient, { sum }) => {
        const next: Tensor = add(sum, mul(gradient, gradient))
        return [div(gradient, add(sqrt(next), epsilon)), { sum: next }]
      },
    ],
  })
}

/** The settings of {@link adagrad}. */
export interface AdagradOptions extends AdagradScaling {
  /** A number, a scalar, or a schedule. */
  readonly learningRate: LearningRate
  /** The multiple of each parameter that is added to its gradient; 0 by default. */
  readonly weightDecay?: number
}

/** The state of {@link adagrad}. */
export type AdagradState = Chained<Chained<Stateless, Slotted<never, 'sum'>>, Scheduled>

/**
 * AdaGrad: frequent features take small steps, rare ones large. PyTorch's `lr_decay` is the schedule `inverseTime`.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { adagrad } from 'cotangent/optim'
 *
 * const optimizer = adagrad({ learningRate: 0.5, epsilon: 0 })
 * const w = tensor([1, 1], [2])
 * const [updates] = optimizer.update(tensor([8, -2], [2]), optimizer.init(w), w)
 * toNested(updates) // => [-0.5, 0.5]
 * ```
 */
export const adagrad = ({ learningRate, weightDecay = 0, ...others }: AdagradOptions): Optimizer<AdagradState> =>
  steppingBy(
    scaleByAdagrad(checkOptions('adagrad', others, scaling, ['learningRate', 'weightDecay'])),
    weightDecay,
    learningRate,
  )
