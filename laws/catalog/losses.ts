/** @file Every loss of `cotangent/nn` as an operation: a line a loss. Labels are held fixed by derivatives. */
import * as nn from '../../src/nn/index.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import fc from 'fast-check'
import type { Domain, DomainName } from '../framework/arbitraries/Domain.ts'
import { integers, within } from '../framework/arbitraries/Domain.ts'
import type { GradientOptions, Operation } from '../framework/Operation.ts'
import { operation } from '../framework/Operation.ts'

type LossFunction = (prediction: Tensor, target: Tensor) => Tensor

interface Targets extends GradientOptions {
  readonly domain?: DomainName | Domain
  readonly prediction?: DomainName | Domain
  /** Inputs without a derivative; none by default. */
  readonly held?: readonly number[]
}

const sizes = fc.record({ examples: fc.integer({ min: 1, max: 4 }), classes: fc.integer({ min: 1, max: 4 }) })

/** A loss of predictions [N, C] and one label for each example. */
const ofLabels = (name: string, loss: unknown, domain: DomainName | Domain = 'real'): Operation =>
  operation(name, {
    held: [1],
    geometry: sizes,
    inputs: ({ examples, classes }) => [
      { shape: [examples, classes], domain },
      { shape: [examples], domain: integers(0, classes - 1) },
    ],
    f: () => loss as never,
  })

/** A loss of predictions and targets of one shape. */
const ofTargets = (
  name: string,
  loss: unknown,
  { domain = 'real', prediction = 'real', ...options }: Targets = {},
): Operation =>
  operation(name, {
    ...options,
    geometry: sizes,
    inputs: ({ examples, classes }) => [
      { shape: [examples, classes], domain: prediction },
      { shape: [examples, classes], domain },
    ],
    f: () => loss as LossFunction,
  })

/** A loss of vectors [N, D], two or three of them, with targets 1 and -1, whose derivative is not asked for, or none. */
const ofVectors = (name: string, loss: unknown, vectors: number, targets: boolean, least = 1): Operation =>
  operation(name, {
    held: targets ? [vectors] : [],
    geometry: fc.record({ examples: fc.integer({ min: 1, max: 4 }), classes: fc.integer({ min: least, max: 4 }) }),
    inputs: ({ examples, classes }) => [
      ...Array.from({ length: vectors }, (_, k) => ({
        shape: [examples, classes],
        domain: within(k + 0.5, k + 1),
      })),
      ...(targets ? [{ shape: [examples], domain: integers(1, 1) }] : []),
    ],
    f: () => loss as never,
  })

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
