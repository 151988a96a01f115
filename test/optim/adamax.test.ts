/** @file Its recorded steps beside PyTorch are in the conformance suite; here are the first, worked out from the paper. */
import { describe, expect, it } from 'vitest'
import { adamax, scaleByAdamax } from 'cotangent/optim'
import { expectUpdates } from './updatesOf.ts'

describe('adamax', () => {
  it('takes the steps of its formula', () => {
    expectUpdates(adamax({ learningRate: 0.1 }), [2, -1], [-0.09999999950000005, -0.021073705178863086])
  })

  it('refuses decays outside [0, 1)', () => {
    expect(() => adamax({ beta1: Number.NaN })).toThrow('expected beta1 to be at least 0 and below 1, found NaN')
  })
})

describe('scaleByAdamax', () => {
  it('is the step before the rate', () => {
    expectUpdates(scaleByAdamax(), [2, -1], [0.9999999950000005, 0.21073705178863084])
  })
})
