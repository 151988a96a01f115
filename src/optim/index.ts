/**
 * @file Optimizers and schedules.
 *
 * @packageDocumentation
 */
export type { AdadeltaOptions, AdadeltaScaling, AdadeltaState } from './adadelta.ts'
export { adadelta, scaleByAdadelta } from './adadelta.ts'
export type { AdagradOptions, AdagradScaling, AdagradState } from './adagrad.ts'
export { adagrad, scaleByAdagrad } from './adagrad.ts'
export type { AdamMoments, AdamOptions, AdamScaling, AdamState, AdamwOptions, AdamwState } from './adam.ts'
export { adam, adamw, scaleByAdam } from './adam.ts'
export type { AdamaxOptions, AdamaxState } from './adamax.ts'
export { adamax, scaleByAdamax } from './adamax.ts'
export type { AsgdOptions, AsgdState } from './asgd.ts'
export { asgd } from './asgd.ts'
export type { AverageState, WeightAverage } from './average.ts'
export { exponentialMovingAverage, polyakAverage } from './average.ts'
export type { GlobalNormOptions } from './clip.ts'
export { clipByGlobalNorm, clipByValue, globalNorm } from './clip.ts'
export type { Grouped, GroupOf } from './groups.ts'
export { freeze, groups } from './groups.ts'
export type { LionOptions, LionScaling, LionState } from './lion.ts'
export { lion, scaleByLion } from './lion.ts'
export type { MomentOptions } from './moments.ts'
export type { DecayOptions, MomentumOptions, Velocity, VelocityState } from './momentum.ts'
export { addDecayedWeights, momentum } from './momentum.ts'
export type { NadamOptions, NadamScaling, NadamState } from './nadam.ts'
export { nadam, scaleByNadam } from './nadam.ts'
export type {
  AnyOptimizer,
  Chained,
  Optimizer,
  StateFunction,
  StateFunctionOf,
  Stateless,
  StateOf,
} from './Optimizer.ts'
export { applyUpdates, chain, perTensorUpdate, unchanged } from './Optimizer.ts'
export type { PerTensor, SlotState, Slotted, TensorRule } from './perTensor.ts'
export { perTensor } from './perTensor.ts'
export type { RadamOptions, RadamState } from './radam.ts'
export { radam, scaleByRadam } from './radam.ts'
export type { RmspropOptions, RmspropState, RmsScaling, RmsState } from './rmsprop.ts'
export { rmsprop, scaleByRms } from './rmsprop.ts'
export type { RpropOptions, RpropState } from './rprop.ts'
export { rprop } from './rprop.ts'
export type { Scheduled, StepState } from './scale.ts'
export { scale, scaleByLearningRate } from './scale.ts'
export type { LearningRate, Schedule } from './Schedule.ts'
export { product, sequence } from './schedules/combine.ts'
export type { CosineOptions, CosineRestartsOptions } from './schedules/cosine.ts'
export { cosine, cosineRestarts } from './schedules/cosine.ts'
export type { Cycle, CyclicOptions, OneCycleOptions } from './schedules/cycle.ts'
export { cyclic, oneCycle } from './schedules/cycle.ts'
export type { ExponentialOptions, InverseTimeOptions, MultiStepOptions, StepDecayOptions } from './schedules/decay.ts'
export { constant, exponential, inverseTime, multiStep, stepDecay } from './schedules/decay.ts'
export type { Plateau, PlateauOptions, PlateauState } from './schedules/plateau.ts'
export { reduceOnPlateau } from './schedules/plateau.ts'
export type { PolynomialOptions, RampOptions, WarmUpOptions } from './schedules/ramp.ts'
export { linear, polynomial, warmUp } from './schedules/ramp.ts'
export type { PlainSgdState, SgdOptions, SgdState } from './sgd.ts'
export { sgd } from './sgd.ts'
