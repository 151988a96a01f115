/** @file The rates of a schedule, step by step. */
import { tensor } from 'cotangent'
import type { Schedule } from 'cotangent/optim'
import { expect } from 'vitest'
import { item } from '../../float64.ts'

/** The rate at a step. */
export const rateAt = (schedule: Schedule, step: number): number => item(schedule(tensor(step, [])))

/** Expects these rates at the steps from 0 on, to 12 digits. */
export const follows = (schedule: Schedule, expected: readonly number[]): void => {
  expected.forEach((rate, step) => {
    expect(rateAt(schedule, step), `step ${String(step)}`).toBeCloseTo(rate, 12)
  })
}
