/** @file Losses: how far predictions are from their targets. */
export type { BinaryLogitOptions, BinaryOptions } from './binaryCrossEntropy.ts'
export { binaryCrossEntropy, binaryCrossEntropyWithLogits } from './binaryCrossEntropy.ts'
export type { ClassOptions, CrossEntropyOptions, LabelOptions, SoftCrossEntropyOptions } from './crossEntropy.ts'
export { crossEntropy, negativeLogLikelihood, softCrossEntropy } from './crossEntropy.ts'
export type { DivergenceOptions, GaussianOptions, PoissonOptions } from './divergence.ts'
export { gaussianLoss, klDivergence, poissonLoss } from './divergence.ts'
export type { DistanceOptions, SimilarityOptions, TripletOptions } from './embedding.ts'
export { cosineEmbedding, cosineSimilarity, pairwiseDistance, tripletMargin } from './embedding.ts'
export type { MarginOptions, MultiMarginOptions } from './margin.ts'
export {
  hinge,
  hingeEmbedding,
  marginRanking,
  multilabelMargin,
  multilabelSoftMargin,
  multiMargin,
  softMargin,
} from './margin.ts'
export type { Loss, ReducedLoss, Reducing, ReductionName, TargetLoss, TargetOf } from './reduction.ts'
export type { HuberOptions, SmoothL1Options } from './regression.ts'
export { euclideanLoss, huber, meanAbsoluteError, meanSquaredError, smoothL1 } from './regression.ts'
