/** @file A rate that falls when a metric no longer improves. Recorded rates beside PyTorch are in the conformance suite. */
import { item } from '../../float64.ts'
import { reduceOnPlateau } from 'cotangent/optim'
import { describe, expect, it } from 'vitest'

describe('reduceOnPlateau', () => {
  it('falls after more bad steps than its patience, and NaN is bad', () => {
    const plateau = reduceOnPlateau({ factor: 0.5, patience: 1 })
    let state = plateau.init(1)
    const rates = [4, 2, 2, 2, 1, NaN, NaN].map((metric) => {
      state = plateau.observe(state, metric)
      return item(state.rate)
    })
    expect(rates).toEqual([1, 1, 1, 0.5, 0.5, 0.5, 0.25])
  })
})
