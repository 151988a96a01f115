/** @file Losses of distributions. Recorded values beside PyTorch are in the conformance suite. */
import type { Tensor } from 'cotangent'
import { grad, logSoftmax, tensor } from 'cotangent'
import { gaussianLoss, klDivergence, poissonLoss } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { item, toArray } from '../../float64.ts'
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

describe('poissonLoss of rates that overflow', () => {
  it('has the derivatives of its formula', () => {
    const [x, t]: readonly [Tensor, Tensor] = [tensor([Infinity, 1000, 0], [3]), tensor([2, 2, 2], [3])]
    const reduction = 'sum' as const
    expect(Array.from(toArray(grad((y: Tensor) => poissonLoss(y, t, { reduction }))(x)))).toEqual([
      Infinity,
      Infinity,
      -1,
    ])
    expect(Array.from(toArray(grad((y: Tensor) => poissonLoss(x, y, { reduction }))(t)))).toEqual([
      -Infinity,
      -1000,
      -0,
    ])
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
