/**
 * @file Averaged stochastic gradient descent: plain descent with a decaying rate, and the mean of its iterates.
 *
 *     rate[t]     = learningRate / (1 + decay * learningRate * (t - 1))^power
 *     parameters' = parameters (1 - decay rate[t]) - rate[t] g
 *     average'    = average + (parameters' - average) / max(1, t - 1 - start)
 *
 * Laws: equals `torch.optim.ASGD` on recorded trajectories, its average too; those of optimizers.
 *
 * Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992.
 */
import { checkFinite, checkNotNegative } from '../core/numberRules.ts'
import { checkOptions } from '../core/options.ts'
import type { Tensor } from '../core/Tensor.ts'
import { add } from '../ops/add.ts'
import { div } from '../ops/div.ts'
import { maximum } from '../ops/maximum.ts'
import { mul } from '../ops/mul.ts'
import { neg } from '../ops/neg.ts'
import { pow } from '../ops/pow.ts'
import { sub } from '../ops/sub.ts'
import { zeroSlot } from './moments.ts'
import type { Chained, Optimizer, Stateless } from './Optimizer.ts'
import { chain } from './Optimizer.ts'
import type { Slotted } from './perTensor.ts'
import { perTensor } from './perTensor.ts'
import { decayedBy } from './steppingBy.ts'

/** The settings of {@link asgd}. */
export interface AsgdOptions {
  /** The first rate; 0.01 by default. */
  readonly learningRate?: number
  /** The share of each parameter that decays, times the rate; 0.0001 by default. */
  readonly decay?: number
  /** How fast the rate falls; 0.75 by default. */
  readonly power?: number
  /** The number of steps after which averaging begins; 1,000,000 by default. */
  readonly start?: number
  /** The multiple of each parameter that is added to its gradient; 0 by default. */
  readonly weightDecay?: number
}

/** The state of {@link asgd}; its second part has the `average` of the parameters. */
export type AsgdState = Chained<Stateless, Slotted<'step', 'average'>>

/**
 * Averaged stochastic gradient descent. The average is in the state: `state[1].average`.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { asgd } from 'cotangent/optim'
 *
 * const optimizer = asgd({ learningRate: 0.5, decay: 0, start: 0 })
 * const w = tensor([4], [1])
 * const [updates, [, { average }]] = optimizer.update(tensor([2], [1]), optimizer.init(w), w)
 * toNested(updates) // => [-1]
 * toNested(average) // => [3]
 * ```
 */
export const asgd = (options: AsgdOptions = {}): Optimizer<AsgdState> => {
  const {
    learningRate = 0.01,
    decay = 1e-4,
    power = 0.75,
    start = 1e6,
    weightDecay = 0,
  } = checkOptions('asgd', options, {
    learningRate: checkNotNegative,
    decay: checkFinite,
    power: checkFinite,
    start: checkFinite,
    weightDecay: true,
  })
  return chain(
    decayedBy(weightDecay),
    perTensor({
      scalars: { step: 0 },
      slots: { average: zeroSlot },
      rule: ({ step }) => {
        const rate: Tensor = div(learningRate, pow(add(mul(step, decay * learningRate), 1), power))
        const share: Tensor = div(1, maximum(sub(step, start), 1))
        return [
          { step: add(step, 1) },
          (g, { average }, parameter) => {
            const update: Tensor = neg(mul(add(g, mul(parameter, decay)), rate))
            return [update, { average: add(average, mul(sub(add(parameter, update), average), share)) }]
          },
        ]
      },
    }),
  )
}
