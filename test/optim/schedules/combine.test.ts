/** @file Schedules made of schedules. Recorded steps beside PyTorch are in the conformance suite. */
import type { Tensor } from 'cotangent'
import { pow, sqrt, sub } from 'cotangent'
import type { Schedule } from 'cotangent/optim'
import { constant, linear, product, sequence } from 'cotangent/optim'
import { describe, expect, it } from 'vitest'
import { follows } from './follows.ts'

describe('product', () => {
  it('multiplies rates', () => {
    follows(product(linear({ from: 0, to: 1, steps: 2 }), constant(0.5)), [0, 0.25, 0.5])
  })
})

describe('sequence', () => {
  const one: Schedule = constant(1)

  it('counts each schedule from its own start, and of one is that one', () => {
    follows(sequence([one, linear({ from: 4, to: 0, steps: 2 })], [2]), [1, 1, 4, 2, 0])
    follows(sequence([linear({ from: 4, to: 0, steps: 2 })], []), [4, 2, 0])
  })

  it('refuses milestones that do not fit', () => {
    expect(() => sequence([one, one], [])).toThrow(
      'expected milestones that rise, one fewer than schedules, found 2 schedules and []',
    )
    expect(() => sequence([one, one, one], [5, 5])).toThrow(
      'expected milestones that rise, one fewer than schedules, found 3 schedules and [5, 5]',
    )
    expect(() => sequence([], [])).toThrow('0 schedules')
  })

  it('never asks a schedule for a step before its first', () => {
    const root: Schedule = (step: Tensor<readonly []>) => sqrt(sub(step, 0))
    follows(sequence([one, (step) => pow(root(step), 1)], [2]), [1, 1, 0, 1])
  })
})
