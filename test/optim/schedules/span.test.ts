/** @file Spans of no width, of one step and of very many: a schedule is refused when it is made, or is a number for ever. */
import { item, tensor, TensorError } from 'cotangent'
import * as optim from 'cotangent/optim'
import type { Schedule } from 'cotangent/optim'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seed } from '../../seed.ts'

const lengths = fc.constantFrom(0, 0.5, 1, 1.5, 2, 3, 10, 1e6, -1, Number.NaN, Infinity)
const shares = fc.constantFrom(0, 0.1, 0.5, 0.9, 1, -0.1, 1.1, Number.NaN)

/** A schedule made of lengths and a share. */
type Made = (a: number, b: number, part: number) => Schedule

const all: Readonly<Record<string, Made>> = {
  cosine: (steps) => optim.cosine({ initial: 1, least: 0.1, steps }),
  cosineRestarts: (steps, stretch) => optim.cosineRestarts({ initial: 1, steps, stretch: Math.floor(stretch) }),
  cyclic: (up, down) => optim.cyclic({ least: 0, most: 1, up, down }).learningRate,
  'cyclic, momentum': (up, down) => optim.cyclic({ least: 0, most: 1, up, down }).momentum,
  linear: (steps) => optim.linear({ from: 0, to: 1, steps }),
  oneCycle: (steps, _, rising) => optim.oneCycle({ most: 1, steps, rising }).learningRate,
  'oneCycle, momentum': (steps, _, rising) => optim.oneCycle({ most: 1, steps, rising }).momentum,
  'oneCycle, three phases': (steps, _, rising) =>
    optim.oneCycle({ most: 1, steps, rising, threePhases: true, shape: 'linear' }).learningRate,
  polynomial: (steps, power) => optim.polynomial({ from: 0, to: 1, steps, power: Math.abs(power) }),
  stepDecay: (every) => optim.stepDecay({ initial: 1, every }),
  warmUp: (steps) => optim.warmUp({ steps })(optim.constant(1)),
}

const madeOf = (make: () => Schedule): Schedule | 'refused' => {
  try {
    return make()
  } catch (error) {
    if (error instanceof TensorError) return 'refused'
    throw error
  }
}

describe.each(Object.entries(all))('%s over a span of any width', (_name, make) => {
  it('is refused when it is made, or a number between 0 and 1 at every step', () => {
    fc.assert(
      fc.property(lengths, lengths, shares, fc.constantFrom(0, 1, 2, 9, 10, 11, 1e7), (a, b, part, step) => {
        const schedule = madeOf(() => make(a, b, part))
        if (schedule === 'refused') return
        const rate = item(schedule(tensor(step, [])))
        expect(rate).toBeGreaterThanOrEqual(-1e-6)
        expect(rate).toBeLessThanOrEqual(1 + 1e-6)
      }),
      { seed: seed(), numRuns: 300 },
    )
  })
})

describe('a span of no width', () => {
  it('has passed once it starts', () => {
    expect(item(optim.oneCycle({ most: 1, steps: 10, rising: 0.1 }).learningRate(tensor(0, [])))).toBe(1)
    expect(item(optim.linear({ from: 0, to: 1, steps: 0 })(tensor(0, [])))).toBe(1)
    expect(item(optim.warmUp({ steps: 0 })(optim.constant(0.5))(tensor(0, [])))).toBe(0.5)
    expect(item(optim.cyclic({ least: 0, most: 1, up: 0, down: 4 }).learningRate(tensor(1, [])))).toBe(0.75)
  })

  it('is refused where it would repeat', () => {
    expect(() => optim.stepDecay({ initial: 1, every: 0 })).toThrow(
      'Cannot stepDecay: expected every to be a number of steps above 0, found 0',
    )
    expect(() => optim.oneCycle({ most: 1, steps: 0 })).toThrow(
      'expected steps to be a number of steps above 0, found 0',
    )
  })
})
