/** @file Its recorded steps beside PyTorch are in the conformance suite; here are the first, worked out from the paper. */
import { describe, it } from 'vitest'
import { adadelta, scaleByAdadelta } from 'cotangent/optim'
import { expectUpdates } from './updatesOf.ts'

describe('adadelta', () => {
  it('takes the steps of its formula', () => {
    expectUpdates(adadelta({ epsilon: 0.01 }), [2, -1], [-0.31234752377721214, 0.2050225600506816])
  })
})

describe('scaleByAdadelta', () => {
  it('is the step before the rate', () => {
    expectUpdates(scaleByAdadelta({ epsilon: 0.01 }), [2, -1], [0.31234752377721214, -0.2050225600506816])
  })
})
