/** @file Rates that fall by a rule of the step. Recorded steps beside PyTorch are in the conformance suite. */
import { constant, exponential, inverseTime, multiStep, stepDecay } from 'cotangent/optim'
import { describe, it } from 'vitest'
import { follows } from './follows.ts'

describe('constant', () => {
  it('is the same at every step', () => {
    follows(constant(0.1), [0.1, 0.1, 0.1])
  })
})

describe('stepDecay', () => {
  it('falls by its factor after every so many steps', () => {
    follows(stepDecay({ initial: 1, factor: 0.5, every: 2 }), [1, 1, 0.5, 0.5, 0.25])
  })
})

describe('multiStep', () => {
  it('falls at its milestones, twice at one that is named twice', () => {
    follows(multiStep({ initial: 1, factor: 0.5, milestones: [1, 3, 3] }), [1, 0.5, 0.5, 0.125])
  })
})

describe('exponential', () => {
  it('falls by its factor at every step', () => {
    follows(exponential({ initial: 2, factor: 0.5 }), [2, 1, 0.5, 0.25])
  })
})

describe('inverseTime', () => {
  it('is divided by what grows with the step', () => {
    follows(inverseTime({ initial: 1, decay: 0.5 }), [1, 1 / 1.5, 1 / 2])
    follows(inverseTime({ initial: 1, decay: 1, power: 0.5 }), [1, Math.SQRT1_2])
  })
})
