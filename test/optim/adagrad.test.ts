/** @file Its recorded steps beside PyTorch are in the conformance suite; here are the first, worked out from the paper. */
import { describe, it } from 'vitest'
import { adagrad, scaleByAdagrad } from 'cotangent/optim'
import { expectUpdates } from './updatesOf.ts'

describe('adagrad', () => {
  it('takes the steps of its formula', () => {
    expectUpdates(adagrad({ learningRate: 0.1 }), [2, -1], [-0.099999999995, 0.0447213595479958])
  })
})

describe('scaleByAdagrad', () => {
  it('is the step before the rate', () => {
    expectUpdates(scaleByAdagrad(), [2, -1], [0.99999999995, -0.4472135954799579])
  })
})
