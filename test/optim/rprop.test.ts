/** @file Its recorded steps beside PyTorch are in the conformance suite; here are the first, worked out from the paper. */
import { describe, it } from 'vitest'
import { rprop } from 'cotangent/optim'
import { expectUpdates } from './updatesOf.ts'

describe('rprop', () => {
  it('grows its step while the sign stays, shrinks it where it turns, and rests once', () => {
    expectUpdates(rprop({ learningRate: 0.1 }), [2, 3, -1, -1, -2], [-0.1, -0.12, 0, 0.06, 0.072])
  })
})
