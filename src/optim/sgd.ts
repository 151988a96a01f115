/**
 * @file Stochastic gradient descent: weight decay and momentum, if asked for, then the learning rate.
 *
 *     parameters' = parameters - rate * velocity'
 *
 * Laws: equals `torch.optim.SGD` on recorded trajectories; "descends a parabola".
 */
import { checkOptions } from '../core/options.ts'
import { refuse } from '../core/TensorError.ts'
import type { Chained, Optimizer, Stateless } from './Optimizer.ts'
import { chain, unchanged, ofOneState } from './Optimizer.ts'
import type { Velocity } from './momentum.ts'
import { momentum } from './momentum.ts'
import type { LearningRate, Schedule } from './Schedule.ts'
import type { Scheduled } from './scale.ts'
import { scaleByLearningRate } from './scale.ts'
import { decayedBy } from './steppingBy.ts'

/** The settings of stochastic gradient descent. */
export interface SgdOptions {
  /** A number, a scalar, or a schedule. */
  readonly learningRate: LearningRate
  /** The share of the velocity that is kept from step to step, a number or a schedule; 0 by default. */
  readonly momentum?: number | Schedule
  /** The share of each gradient that the velocity leaves out, except at the first step; 0 by default. */
  readonly dampening?: number
  /** Whether to use Nesterov's momentum; false by default. */
  readonly nesterov?: boolean
  /** The multiple of each parameter that is added to its gradient; 0 by default. */
  readonly weightDecay?: number
}

/** The state of {@link sgd}: nothing for weight decay, a velocity, and the schedule's state. */
export type SgdState = Chained<Chained<Stateless, Velocity>, Scheduled>

/** The state of {@link sgd} without momentum. */
export type PlainSgdState = Chained<Chained<Stateless, Stateless>, Scheduled>

/**
 * Stochastic gradient descent with PyTorch's momentum and weight decay. The velocity becomes
 * `momentum * velocity + gradient + weightDecay * parameter`, and the update is `-rate * velocity`; with Nesterov's momentum,
 * `-rate * (gradient + momentum * velocity)`. Refuses Nesterov's momentum without momentum.
 *
 * @example
 * ```ts
 * import { grad, mul, sum, tensor, toNested } from 'cotangent'
 * import type { Tensor } from 'cotangent'
 * import { applyUpdates, sgd } from 'cotangent/optim'
 *
 * const optimizer = sgd({ learningRate: 0.25, momentum: 0.5 })
 * const loss = (w: Tensor<readonly [2]>) => sum()(mul(w, w))
 *
 * const start = tensor([4, -8], [2])
 * const [updates] = optimizer.update(grad(loss)(start), optimizer.init(start), start)
 * toNested(applyUpdates(start, updates)) // => [2, -4]
 * ```
 */
export const sgd = (options: SgdOptions): Optimizer<SgdState | PlainSgdState> => {
  const {
    learningRate,
    momentum: factor = 0,
    dampening = 0,
    nesterov = false,
    weightDecay = 0,
  } = checkOptions('sgd', options, {
    learningRate: true,
    momentum: true,
    dampening: true,
    nesterov: true,
    weightDecay: true,
  })
  if (nesterov && factor === 0) {
    refuse('sgd', [], { expected: "'momentum' above 0 for Nesterov's", found: '0' }, 'set the options of sgd')
  }
  const decay = decayedBy(weightDecay)
  const rate = scaleByLearningRate(learningRate)
  return ofOneState(
    factor === 0
      ? chain(chain(decay, unchanged), rate)
      : chain(chain(decay, momentum(factor, { nesterov, dampening })), rate),
  )
}
