/**
 * @file How most optimizers are composed: weight decay as an L2 penalty, then a scaling of gradients, then a learning
 * rate.
 */
import type { Chained, Optimizer, StateFunction, Stateless } from './Optimizer.ts'
import { chained, unchanged } from './Optimizer.ts'
import { addDecayedWeights } from './momentum.ts'
import type { LearningRate } from './Schedule.ts'
import type { Scheduled } from './scale.ts'
import { scaleByLearningRate } from './scale.ts'

/** Adds the decayed weights to the gradients; adds nothing without decay. */
export const decayedBy = (weightDecay: number): Optimizer<Stateless> =>
  weightDecay === 0 ? unchanged : addDecayedWeights(weightDecay)

/** A scaling of gradients with weight decay before it and a learning rate after it. */
export const steppingBy = <S extends StateFunction>(
  scaling: Optimizer<S>,
  weightDecay: number,
  learningRate: LearningRate,
): Optimizer<Chained<Chained<Stateless, S>, Scheduled>> =>
  chained(chained(decayedBy(weightDecay), scaling), scaleByLearningRate(learningRate))
