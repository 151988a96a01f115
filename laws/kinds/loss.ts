/** @file Losses as operations, so that the laws of operations apply to them. Derivatives hold labels fixed. */
import fc from 'fast-check'
import type { Tensor } from '../../src/core/Tensor.ts'
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

export const sizes = fc.record({ examples: fc.integer({ min: 1, max: 4 }), classes: fc.integer({ min: 1, max: 4 }) })

/** A loss of predictions [N, C] and one label per example. */
export const ofLabels = (name: string, loss: unknown, domain: DomainName | Domain = 'real'): Operation =>
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
export const ofTargets = (
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

/** A loss of two or three vectors [N, D], without targets or with targets 1 and -1, which derivatives hold fixed. */
export const ofVectors = (name: string, loss: unknown, vectors: number, targets: boolean, least = 1): Operation =>
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
