/** @file Its recorded steps beside PyTorch are in the conformance suite; here are the first, worked out from the paper. */
import { describe, it } from 'vitest'
import { asgd } from 'cotangent/optim'
import { expectUpdates } from './updatesOf.ts'

describe('asgd', () => {
  it('descends with a rate that falls, and decays by it', () => {
    expectUpdates(asgd({ learningRate: 0.1, decay: 0.5, power: 1 }), [2, -1], [-0.25, 0.05952380952380942])
  })
})
