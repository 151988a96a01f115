/** @file Schedules against PyTorch's. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { tensor } from 'cotangent'
import { constant, scaleByLearningRate, stepDecay } from 'cotangent/optim'
import { item, toNested } from '../float64.ts'

interface Case {
  readonly name: string
  readonly op: string
  readonly params: { readonly step_size: number; readonly gamma: number; readonly base_lr: number }
  readonly lr: readonly number[]
}

const { cases } = JSON.parse(readFileSync(new URL('../vectors/schedule.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[]
}
const recorded = cases.filter(({ op }) => op === 'schedule.StepLR')

describe('stepDecay', () => {
  it.each(recorded)('follows the recorded rates of PyTorch: $name', ({ params, lr }) => {
    const schedule = stepDecay({ initial: params.base_lr, factor: params.gamma, every: params.step_size })
    lr.forEach((rate, step) => {
      expect(item(schedule(tensor(step, [])))).toBeCloseTo(rate, 12)
    })
  })

  it('has records to follow', () => {
    expect(recorded.length).toBeGreaterThanOrEqual(2)
  })
})

describe('constant', () => {
  it('is the same at every step, and the same as a plain number', () => {
    const g = tensor([1, 2], [2])
    const [scheduled, fixed] = [scaleByLearningRate(constant(0.1)), scaleByLearningRate(0.1)]
    const [updates, state] = scheduled.update(g, scheduled.init(g), g)
    expect(toNested(updates)).toEqual(toNested(fixed.update(g, fixed.init(g), g)[0]))
    expect(toNested(scheduled.update(g, state, g)[0])).toEqual(toNested(updates))
  })
})

describe('scaleByLearningRate', () => {
  it('counts steps in its state, so that a schedule follows them', () => {
    const descend = scaleByLearningRate(stepDecay({ initial: 1, factor: 0.5, every: 2 }))
    const g = tensor([1], [1])
    let state = descend.init(g)
    const seen: unknown[] = []
    for (let step = 0; step < 5; step++) {
      const [updates, next] = descend.update(g, state, g)
      seen.push(toNested(updates))
      state = next
    }
    expect(seen).toEqual([[-1], [-1], [-0.5], [-0.5], [-0.25]])
  })
})
