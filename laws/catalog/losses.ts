/** @file Every loss of `cotangent/nn` as an operation: a line a loss. Labels are held fixed by derivatives. */
import * as nn from '../../src/nn/index.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import fc from 'fast-check'
import type { Domain, DomainName } from '../arbitraries/Domain.ts'
import { integers } from '../arbitraries/Domain.ts'
import type { GradientOptions, Operation } from '../Operation.ts'
import { operation } from '../Operation.ts'

type LossFunction = (prediction: Tensor, target: Tensor) => Tensor

interface Targets extends GradientOptions {
  readonly domain?: DomainName | Domain
  readonly prediction?: DomainName | Domain
}

const sizes = fc.record({ examples: fc.integer({ min: 1, max: 4 }), classes: fc.integer({ min: 1, max: 4 }) })

/** A loss of predictions [N, C] and one label for each example. */
const ofLabels = (name: string, loss: unknown): Operation =>
  operation(name, {
    held: [1],
    geometry: sizes,
    inputs: ({ examples, classes }) => [
      { shape: [examples, classes], domain: 'real' },
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
    f: () => loss as LossFunction as never,
  })

/** Losses, by name. */
export const losses = {
  crossEntropy: ofLabels('crossEntropy', nn.crossEntropy),
  euclideanLoss: ofTargets('euclideanLoss', nn.euclideanLoss),
  meanSquaredError: ofTargets('meanSquaredError', nn.meanSquaredError),
} as const satisfies Readonly<Record<string, Operation>>
