/**
 * @file The entry point `cotangent/train`: steps, the stream of training events, and measures of the results.
 */
export type { Fed } from './batches.ts'
export type {
  Classifier,
  ClassifierLoss,
  ClassifierMetrics,
  EvaluateOn,
  EvaluateOptions,
  Evaluation,
  EvaluationOf,
  EvaluationWithLoss,
  Labelled,
} from './classification.ts'
export { byAccuracy, byLoss, classify, correctWithin, evaluate } from './classification.ts'
export type { ConfusionMatrix } from './ConfusionMatrix.ts'
export {
  accuracy,
  confusionMatrix,
  confusionMonoid,
  correct,
  examples,
  precision,
  recall,
  showConfusionMatrix,
} from './ConfusionMatrix.ts'
export { jsonLine, stopEarly } from './stream.ts'
export { tensorBoardRecord, tensorBoardStart } from './tensorBoard.ts'
export type {
  CheckpointEvent,
  DoneEvent,
  DoneReason,
  Epoch,
  EpochEvent,
  EvaluationEvent,
  Metrics,
  Numbers,
  Progress,
  StepEvent,
  TrainEvent,
  TrainOptions,
} from './train.ts'
export { train } from './train.ts'
export type { Measured, Objective, StepResult, Training } from './trainStep.ts'
export { accumulated, startTraining, trainStep } from './trainStep.ts'
