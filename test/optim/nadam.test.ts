/** @file Its recorded steps beside PyTorch are in the conformance suite; here are the first, worked out from the paper. */
import { describe, expect, it } from 'vitest'
import { nadam, scaleByNadam } from 'cotangent/optim'
import { expectUpdates } from './updatesOf.ts'

describe('nadam', () => {
  it('takes the steps of its formula', () => {
    expectUpdates(nadam({ learningRate: 0.1 }), [2, -1], [-0.10564517730731299, 0.04111097266391455])
  })

  it('refuses decays outside [0, 1)', () => {
    expect(() => nadam({ beta2: 1 })).toThrow('beta2')
  })
})

describe('scaleByNadam', () => {
  it('is the step before the rate', () => {
    expectUpdates(scaleByNadam(), [2, -1], [1.0564517730731298, -0.41110972663914547])
  })
})
