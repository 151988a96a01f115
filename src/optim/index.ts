/**
 * @file Optimizers and schedules.
 *
 * @packageDocumentation
 */
export type { Chained, Optimizer, StateFunction, Stateless, StateOf } from './Optimizer.ts'
export { applyUpdates, chain, identity, stateless } from './Optimizer.ts'
export type { MomentumOptions, Velocity, VelocityState } from './momentum.ts'
export { addDecayedWeights, momentum } from './momentum.ts'
export type { Schedule, StepDecayOptions } from './Schedule.ts'
export { constant, stepDecay } from './Schedule.ts'
export type { Scheduled, StepState } from './scale.ts'
export { scale, scaleByLearningRate } from './scale.ts'
export type { PlainSgdState, SgdOptions, SgdState } from './sgd.ts'
export { sgd } from './sgd.ts'
