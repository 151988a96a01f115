/**
 * @file Scaling of gradients: by a number, by a schedule, and by minus the learning rate.
 *
 *     update = factor * gradient        update = -rate * gradient        update = -rate(step) * gradient
 *
 * Laws: "scale by 1 is identity"; "a schedule of one rate is that rate".
 */
import { checkFinite, checkNotNegative } from '../core/numberRules.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { isTensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { Tree } from '../core/Tree.ts'
import { map } from '../core/Tree.ts'
import { add } from '../ops/add.ts'
import { zeros } from '../ops/constant.ts'
import { mul } from '../ops/mul.ts'
import { neg } from '../ops/neg.ts'
import type { Optimizer, StateFunction, Stateless, StateOf } from './Optimizer.ts'
import { perTensorUpdate } from './Optimizer.ts'
import type { LearningRate, Schedule } from './Schedule.ts'

/** A state that counts steps. */
export interface StepState {
  /** The number of steps taken. */
  readonly step: Tensor<readonly []>
}

/** The state of a schedule: a step counter, or nothing for a fixed rate. */
export interface Scheduled extends StateFunction {
  readonly out: StepState | Readonly<Record<never, never>>
}

/**
 * Multiplies gradients by a fixed number.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { scale } from 'cotangent/optim'
 *
 * const step = scale(-0.1)
 * const g = tensor([0.5, -2], [2])
 * const [update] = step.update(g, step.init(g), g)
 * toNested(update) // => [-0.05, 0.2]
 * ```
 */
export const scale = (factor: number): Optimizer<Stateless> => {
  checkFinite('scale', 'factor', factor)
  return perTensorUpdate((gradient): Tensor => mul(gradient, factor))
}

const counted = (state: StateOf<Scheduled, unknown>): Tensor<readonly []> => ('step' in state ? state.step : zeros([]))

const scheduled = (rate: Schedule): Optimizer<Scheduled> => ({
  init: () => ({ step: zeros([]) }),
  update: <P>(gradients: P & Tree<P>, state: StateOf<Scheduled, P>) => {
    const step = counted(state)
    const factor = neg(rate(step))
    return [map((gradient): Tensor => mul(gradient, factor))<P>(gradients), { step: add(step, 1) }]
  },
})

const scaleByScalar = (rate: Tensor): Optimizer<Stateless> => {
  if (rate.shape.length > 0) {
    const expected = 'a scalar as the learning rate'
    return refuse('set the learning rate', [rate.shape], { expected, found: showShape(rate.shape) })
  }
  const factor = neg(rate)
  return perTensorUpdate((gradient): Tensor => mul(gradient, factor))
}

/**
 * Multiplies gradients by minus the learning rate: a number, a scalar, or a schedule of the steps that the state counts.
 * Refuses a number below 0.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { scaleByLearningRate, stepDecay } from 'cotangent/optim'
 *
 * const descend = scaleByLearningRate(stepDecay({ initial: 1, factor: 0.5, every: 1 }))
 * const g = tensor([8], [1])
 * const [first, state] = descend.update(g, descend.init(g), g)
 * const [second] = descend.update(g, state, g)
 * toNested(first) // => [-8]
 * toNested(second) // => [-4]
 * ```
 */
export const scaleByLearningRate = (rate: LearningRate): Optimizer<Scheduled> => {
  if (typeof rate === 'function') return scheduled(rate)
  if (isTensor(rate)) return scaleByScalar(rate)
  return scale(-checkNotNegative('set the learning rate', 'learningRate', rate))
}
