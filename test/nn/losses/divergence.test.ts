/** @file Losses of distributions. Recorded values beside PyTorch are in the conformance suite. */
import type { Tensor } from 'cotangent'
import { logSoftmax, tensor } from 'cotangent'
import { gaussianLoss, klDivergence, poissonLoss } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { item } from '../../float64.ts'
import { expectNear } from '../../near.ts'

describe('klDivergence', () => {
  it('is the sum of t (ln t - x)', () => {
    const [x, t]: readonly [Tensor, Tensor] = [
      tensor([Math.log(0.5), Math.log(0.5)], [1, 2]),
      tensor([0.25, 0.75], [1, 2]),
    ]
    expect(item(klDivergence(x, t, { reduction: 'sum' }))).toBeCloseTo(0.25 * Math.log(0.5) + 0.75 * Math.log(1.5), 14)
  })

  it('of a distribution from itself is 0', () => {
    const log = logSoftmax({ axis: 1 })(tensor([0.5, -1, 2, 0, 3, 1], [2, 3]))
    expect(item(klDivergence(log, log, { logTargets: true }))).toBe(0)
  })
})

describe('poissonLoss', () => {
  it('is e^x - t x', () => {
    expectNear(poissonLoss(tensor([1, 0], [2]), tensor([2, 3], [2]), { reduction: 'none' }), [Math.E - 2, 1])
  })
})

describe('gaussianLoss', () => {
  it('is half of ln v + d^2 / v', () => {
    expect(item(gaussianLoss(tensor([3], [1]), tensor([1], [1]), tensor([2], [1])))).toBeCloseTo(
      (Math.log(2) + 2) / 2,
      12,
    )
  })
})
