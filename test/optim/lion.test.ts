/** @file Lion's steps by its formula. */
import { describe, expect, it } from 'vitest'
import { lion, scaleByLion } from 'cotangent/optim'
import type { Tensor } from 'cotangent'
import { tensor } from 'cotangent'
import { toNested } from '../float64.ts'
import { expectUpdates } from './updatesOf.ts'

describe('lion', () => {
  it('takes the steps of its formula', () => {
    expectUpdates(lion({ learningRate: 0.1 }), [2, -1, -0.01], [-0.1, 0.1, -0.1])
  })

  it('moves every entry by the rate, and decays apart from it', () => {
    const optimizer = lion({ learningRate: 0.5, weightDecay: 0.5 })
    const params: Tensor = tensor([4, 4], [2])
    const [update] = optimizer.update(tensor([100, -0.01], [2]), optimizer.init(params), params)
    expect(toNested(update)).toEqual([-1.5, -0.5])
  })
})

describe('scaleByLion', () => {
  it('is the step before the rate', () => {
    expectUpdates(scaleByLion(), [2, -1, -0.01], [1.0, -1.0, 1.0])
  })
})
