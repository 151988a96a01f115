/** @file Its recorded steps beside PyTorch are in the conformance suite; here are the first, worked out from the paper. */
import { describe, it } from 'vitest'
import { rmsprop, scaleByRms } from 'cotangent/optim'
import { expectUpdates } from './updatesOf.ts'

describe('rmsprop', () => {
  it('takes the steps of its formula', () => {
    expectUpdates(rmsprop({ learningRate: 0.1, decay: 0.9 }), [2, -1], [-0.31622776101683797, 0.1474419539809841])
  })

  it('subtracts the square of the mean where it is centered', () => {
    expectUpdates(
      rmsprop({ learningRate: 0.1, decay: 0.9, centered: true }),
      [2, -1],
      [-0.33333332777777785, 0.14847846552453914],
    )
  })
})

describe('scaleByRms', () => {
  it('is the step before the rate', () => {
    expectUpdates(scaleByRms({ decay: 0.9 }), [2, -1], [3.1622776101683794, -1.4744195398098408])
  })
})
