/** @file Rates that run from one number to another. Recorded steps beside PyTorch are in the conformance suite. */
import { constant, linear, polynomial, warmUp } from 'cotangent/optim'
import { describe, expect, it } from 'vitest'
import { follows, rateAt } from './follows.ts'

describe('linear', () => {
  it('runs from one number to the other and stays there', () => {
    follows(linear({ from: 1, to: 0, steps: 4 }), [1, 0.75, 0.5, 0.25, 0, 0])
  })
})

describe('polynomial', () => {
  it('of power 1 is linear', () => {
    follows(polynomial({ from: 1, to: 0, steps: 4, power: 1 }), [1, 0.75, 0.5, 0.25, 0, 0])
  })

  it('is finite at and past its end, for powers below 1 too', () => {
    const rate = polynomial({ from: 1, to: 0.1, steps: 5, power: 0.5 })
    follows(rate, [1, 0.1 + 0.9 * Math.sqrt(0.8)])
    expect([5, 6, 100].map((step) => rateAt(rate, step))).toEqual([0.1, 0.1, 0.1])
  })
})

describe('warmUp', () => {
  it('leads a schedule in from a part of it', () => {
    follows(warmUp({ steps: 2, from: 0.5 })(constant(4)), [2, 3, 4, 4])
  })
})
