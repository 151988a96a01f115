/** @file Schedules beyond their recorded steps, which the conformance suite follows; and what they refuse. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { pow, sqrt, sub, tensor } from 'cotangent'
import type { Schedule } from 'cotangent/optim'
import { constant, cosineRestarts, polynomial, sequence } from 'cotangent/optim'
import { item } from '../../float64.ts'

const follows = (schedule: Schedule, expected: readonly number[]): void => {
  expected.forEach((rate, step) => {
    expect(item(schedule(tensor(step, []))), `step ${String(step)}`).toBeCloseTo(rate, 12)
  })
}

describe('constant', () => {
  it('is the same at every step', () => {
    follows(constant(0.1), [0.1, 0.1, 0.1])
  })
})

describe('polynomial', () => {
  it('is finite at and past its end, for powers below 1 too', () => {
    const rate = polynomial({ from: 1, to: 0.1, steps: 5, power: 0.5 })
    follows(rate, [1, 0.1 + 0.9 * Math.sqrt(0.8)])
    expect([5, 6, 100].map((step) => item(rate(tensor(step, []))))).toEqual([0.1, 0.1, 0.1])
  })
})

describe('cosineRestarts', () => {
  it('starts again at whole steps, however often and whatever the stretch', () => {
    for (const stretch of [2, 3, 10]) {
      const rate = cosineRestarts({ initial: 1, steps: 3, stretch })
      let start = 0
      for (let length = 3; start < 1e6; length *= stretch) {
        expect(item(rate(tensor(start, [])))).toBeCloseTo(1, 12)
        const last = item(rate(tensor(start + length - 1, [])))
        expect(last).toBeCloseTo((1 + Math.cos((Math.PI * (length - 1)) / length)) / 2, 9)
        start += length
      }
    }
  })
})

describe('sequence', () => {
  const one: Schedule = constant(1)

  it('refuses milestones that do not fit', () => {
    expect(() => sequence([one, one], [])).toThrow('milestones rise and are one fewer than schedules')
    expect(() => sequence([one, one, one], [5, 5])).toThrow('got 3 schedules and [5, 5]')
    expect(() => sequence([], [])).toThrow('0 schedules')
  })

  it('never asks a schedule for a step before its first', () => {
    const root: Schedule = (step: Tensor<readonly []>) => sqrt(sub(step, 0))
    follows(sequence([one, (step) => pow(root(step), 1)], [2]), [1, 1, 0, 1])
  })
})
