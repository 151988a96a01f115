/** @file The laws of schedules can fail. */
import { div, exp, item, mul, neg, pow, sub, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { laws } from 'cotangent/laws'
import type { ScheduleSpec } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'

type Scalar = Tensor<readonly []>

const failing = (schedule: ScheduleSpec['schedule'], more: Omit<ScheduleSpec, 'schedule'> = {}): readonly string[] =>
  laws
    .schedule('s', { schedule, ...more })
    .filter((law) => law.run({ runs: 30, seed: 1 })._tag !== 'passed')
    .map((law) => law.name.replace('s: ', ''))

describe('laws.schedule', () => {
  it('holds for a decay', () => {
    expect(failing((step) => mul(0.1, exp(neg(div(step, 100)))), { initial: 0.1, between: [0, 0.1] })).toEqual([])
  })

  it('catches another start', () => {
    expect(failing(() => tensor(0.1, []), { initial: 0.2 })).toEqual(['initial'])
  })

  it('catches a rate that ends in NaN, or below 0', () => {
    expect(failing((step) => pow(sub(1, div(step, 500)), 0.5))).toEqual(['finite and within bounds'])
    expect(failing((step) => neg(step))).toEqual(['finite and within bounds'])
  })

  it('catches a rate that is no scalar', () => {
    expect(failing((step) => mul(step, tensor([1], [1])) as unknown as Scalar)).toContain('a rate is one number')
  })

  it('catches a step that is read when the schedule is made', () => {
    expect(failing((step) => tensor(0.1 / (1 + item(step)), []))).toContain('a compiled schedule follows the counter')
  })

  it('catches a schedule that counts calls', () => {
    let calls = 0
    expect(failing(() => tensor(1 / (calls += 1), []))).toContain('determinism')
  })
})
