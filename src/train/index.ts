/**
 * @file The door `cotangent/train`: steps, the stream of a training's events, and what its results are measured by.
 */
export {
  byAccuracy,
  byLoss,
  type Classifier,
  type ClassifierLoss,
  type ClassifierMetrics,
  classify,
  correctWithin,
  evaluate,
  type EvaluateOptions,
  type Evaluation,
  type EvaluationOf,
  type EvaluationWithLoss,
  type Labelled,
} from './classification.ts'
export {
  accuracy,
  type ConfusionMatrix,
  confusionMatrix,
  confusionMonoid,
  correct,
  examples,
  precision,
  recall,
  showConfusionMatrix,
} from './ConfusionMatrix.ts'
export { jsonLine, stopEarly } from './stream.ts'
export {
  type CheckpointEvent,
  type DoneEvent,
  type DoneReason,
  type Epoch,
  type EpochEvent,
  type EvaluationEvent,
  type Metrics,
  type Numbers,
  type Progress,
  type StepEvent,
  train,
  type TrainEvent,
  type TrainOptions,
} from './train.ts'
export {
  accumulated,
  type Measured,
  type Objective,
  startTraining,
  type StepResult,
  type Training,
  trainStep,
} from './trainStep.ts'
