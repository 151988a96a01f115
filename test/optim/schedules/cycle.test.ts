/** @file Rates that rise and fall. Recorded steps beside PyTorch are in the conformance suite. */
import { cyclic, oneCycle } from 'cotangent/optim'
import { describe, expect, it } from 'vitest'
import { follows, rateAt } from './follows.ts'

describe('oneCycle', () => {
  it('rises to the most, then falls to nearly nothing, the momentum the other way', () => {
    const { learningRate, momentum } = oneCycle({ most: 1, steps: 11, rising: 0.5 })
    // Over ten steps, five of them rising: from 1/25, along half a cosine.
    expect(rateAt(learningRate, 0)).toBeCloseTo(1 / 25, 12)
    expect(rateAt(learningRate, 10)).toBeLessThan(1e-4)
    const rates = Array.from({ length: 11 }, (_, step) => rateAt(learningRate, step))
    const momenta = Array.from({ length: 11 }, (_, step) => rateAt(momentum, step))
    const peak = rates.indexOf(Math.max(...rates))
    expect(momenta.indexOf(Math.min(...momenta))).toBe(peak)
    expect([momenta[0], Math.min(...momenta)]).toEqual([expect.closeTo(0.95, 6), expect.closeTo(0.85, 2)])
  })
})

describe('cyclic', () => {
  it('rises and falls again and again, the momentum the other way', () => {
    const { learningRate, momentum } = cyclic({ least: 0, most: 1, up: 2, down: 4 })
    follows(learningRate, [0, 0.5, 1, 0.75, 0.5, 0.25, 0, 0.5])
    expect(rateAt(momentum, 0)).toBeGreaterThan(rateAt(momentum, 2))
  })
})
