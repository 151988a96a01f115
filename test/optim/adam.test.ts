/** @file Its recorded steps beside PyTorch are in the conformance suite; here are the first, worked out from the paper. */
import { describe, expect, it } from 'vitest'
import { adam, adamw, scaleByAdam } from 'cotangent/optim'
import { expectUpdates, updatesOf } from './updatesOf.ts'

describe('adam', () => {
  it('takes the steps of its formula', () => {
    expectUpdates(adam({ learningRate: 0.1 }), [2, -1], [-0.09999999950000009, -0.026633703797568475])
  })

  it('makes no NaN of gradients that are zero from the first step on', () => {
    expect(updatesOf(adam(), [0])).toEqual([-0])
  })

  it('without memory steps by the sign', () => {
    const optimizer = adam({ learningRate: 0.5, beta1: 0, beta2: 0, epsilon: 0 })
    expect(updatesOf(optimizer, [3, -7])).toEqual([-0.5, 0.5])
  })

  it('refuses decays outside [0, 1)', () => {
    expect(() => adam({ beta1: 1 })).toThrow('expected beta1 to be at least 0 and below 1, found 1')
    expect(() => adam({ beta2: -0.1 })).toThrow('expected beta2 to be at least 0 and below 1, found -0.1')
  })
})

describe('adamw', () => {
  it('decays the weights apart from the scaling', () => {
    expectUpdates(adamw({ learningRate: 0.1, weightDecay: 0.5 }), [2, -1], [-0.14999999950000006, -0.06913370382256848])
  })
})

describe('scaleByAdam', () => {
  it('is the step before the rate', () => {
    expectUpdates(scaleByAdam(), [2, -1], [0.9999999950000008, 0.26633703797568475])
  })
})
