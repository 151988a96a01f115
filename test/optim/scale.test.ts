/** @file A schedule as the rate of an optimizer. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { compile, tensor } from 'cotangent'
import { constant, scale, scaleByLearningRate, stepDecay } from 'cotangent/optim'
import { toNested } from '../float64.ts'
import { updatesOf } from './updatesOf.ts'

describe('scale', () => {
  it('multiplies: scale by 1 is identity', () => {
    expect(updatesOf(scale(3), [2, -1])).toEqual([6, -3])
    expect(updatesOf(scale(1), [2, -1])).toEqual([2, -1])
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

  it('takes a schedule of one rate for that rate', () => {
    const g = tensor([1, 2], [2])
    const [scheduled, fixed] = [scaleByLearningRate(constant(0.1)), scaleByLearningRate(0.1)]
    const [updates, state] = scheduled.update(g, scheduled.init(g), g)
    expect(toNested(updates)).toEqual(toNested(fixed.update(g, fixed.init(g), g)[0]))
    expect(toNested(scheduled.update(g, state, g)[0])).toEqual(toNested(updates))
  })

  it('takes a scalar for a rate, also one that is an argument of a compiled step', () => {
    const step = compile((g: Tensor, rate: number | Tensor<readonly []>) => {
      const descend = scaleByLearningRate(rate)
      return descend.update(g, descend.init(g), g)[0]
    })
    expect([0.5, 0.25].map((rate) => toNested(step(tensor([2], [1]), rate)))).toEqual([[-1], [-0.5]])
    expect(toNested(step(tensor([2], [1]), tensor(0.125, [])))).toEqual([-0.25])
  })

  it.each([
    [-1, "expected 'learningRate' to be a finite number, 0 or more, found -1"],
    [undefined, "expected 'learningRate' to be a finite number, 0 or more, found undefined"],
    [tensor([1], [1]), 'expected a scalar as the learning rate, found [1]'],
  ])('refuses %s', (rate, message) => {
    expect(() => scaleByLearningRate(rate as number)).toThrow(message)
  })
})
