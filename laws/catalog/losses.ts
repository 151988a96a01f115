/** @file Every loss of `cotangent/nn` as an operation: one line per loss. */
import type { Tensor } from '../../src/core/Tensor.ts'
import * as nn from '../../src/nn/index.ts'
import { integers, within } from '../framework/arbitraries/Domain.ts'
import type { Operation } from '../framework/Operation.ts'
import { operation } from '../framework/Operation.ts'
import { ofLabels, ofTargets, ofVectors, sizes } from '../kinds/loss.ts'

/** Predictions that stay more than a step from margins: errors of 0.2 to 0.6, or of more than 1.2. */
const near = { domain: within(0.2, 0.6), prediction: within(-0.2, -0.1) } as const

const far = { domain: within(1.5, 3), prediction: within(-1, 0) } as const

/** Losses, by name. */
export const losses = {
  binaryCrossEntropy: ofTargets('binaryCrossEntropy', nn.binaryCrossEntropy, {
    domain: within(0.1, 0.9),
    prediction: within(0.1, 0.9),
  }),
  binaryCrossEntropyWithLogits: ofTargets('binaryCrossEntropyWithLogits', nn.binaryCrossEntropyWithLogits, {
    prediction: 'awayFromZero',
    domain: 'unitInterval',
  }),
  cosineEmbedding: ofVectors('cosineEmbedding', nn.cosineEmbedding, 2, true),
  // The cosine of vectors of one number is a sign, which no entry changes a little.
  cosineSimilarity: ofVectors('cosineSimilarity', nn.cosineSimilarity, 2, false, 2),
  crossEntropy: ofLabels('crossEntropy', nn.crossEntropy),
  'crossEntropy, smoothed': ofLabels('crossEntropy, smoothed', (x: Tensor, labels: Tensor) =>
    nn.crossEntropy(x, labels, { labelSmoothing: 0.2, ignoreIndex: -1, reduction: 'sum' }),
  ),
  euclideanLoss: ofTargets('euclideanLoss', nn.euclideanLoss),
  gaussianLoss: operation('gaussianLoss', {
    geometry: sizes,
    inputs: ({ examples, classes }) => [
      { shape: [examples, classes], domain: 'real' },
      { shape: [examples, classes], domain: 'real' },
      { shape: [examples, classes], domain: 'positive' },
    ],
    f: () => nn.gaussianLoss as never,
  }),
  hinge: ofTargets('hinge', nn.hinge, { domain: within(0.5, 1), prediction: within(-1, 0.9) }),
  hingeEmbedding: ofTargets('hingeEmbedding', nn.hingeEmbedding, {
    domain: integers(-1, -1),
    prediction: within(0, 0.9),
    held: [1],
  }),
  huber: ofTargets('huber', nn.huber, near),
  'huber, far': ofTargets('huber, far', nn.huber, far),
  klDivergence: ofTargets('klDivergence', nn.klDivergence, { domain: 'positive' }),
  marginRanking: operation('marginRanking', {
    geometry: sizes,
    inputs: ({ examples }) => [
      { shape: [examples], domain: within(0, 1) },
      { shape: [examples], domain: within(2, 3) },
      { shape: [examples], domain: within(0.5, 1) },
    ],
    f: () => nn.marginRanking as never,
  }),
  meanAbsoluteError: ofTargets('meanAbsoluteError', nn.meanAbsoluteError, near),
  meanSquaredError: ofTargets('meanSquaredError', nn.meanSquaredError),
  multilabelMargin: ofTargets('multilabelMargin', nn.multilabelMargin, {
    domain: integers(0, 0),
    prediction: within(0, 0.9),
    held: [1],
  }),
  multilabelSoftMargin: ofTargets('multilabelSoftMargin', nn.multilabelSoftMargin, {
    domain: 'unitInterval',
    prediction: 'awayFromZero',
  }),
  multiMargin: ofLabels('multiMargin', nn.multiMargin, within(0, 0.9)),
  negativeLogLikelihood: ofLabels('negativeLogLikelihood', nn.negativeLogLikelihood),
  pairwiseDistance: ofVectors('pairwiseDistance', nn.pairwiseDistance, 2, false),
  poissonLoss: ofTargets('poissonLoss', nn.poissonLoss, { domain: 'positive' }),
  smoothL1: ofTargets('smoothL1', nn.smoothL1, near),
  'smoothL1, far': ofTargets('smoothL1, far', nn.smoothL1, far),
  softCrossEntropy: ofTargets('softCrossEntropy', nn.softCrossEntropy, { domain: 'positive' }),
  softMargin: ofTargets('softMargin', nn.softMargin, { prediction: 'awayFromZero', domain: 'awayFromZero' }),
  tripletMargin: ofVectors('tripletMargin', nn.tripletMargin, 3, false),
} as const satisfies Readonly<Record<string, Operation>>
