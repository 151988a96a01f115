/** @file The moving average of weights. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile, referenceRuntime, tensor } from 'cotangent'
import { exponentialMovingAverage, polyakAverage } from 'cotangent/optim'
import { toArray, toNested } from '../float64.ts'
import { seed } from '../seed.ts'

describe('exponentialMovingAverage', () => {
  it('is the weighted mean of what it has seen', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 20 }),
        (decay, values) => {
          const average = exponentialMovingAverage(decay)
          const state = values.reduce(
            (before, value) => average.update(before, tensor([value], [1])),
            average.init(tensor([0], [1])),
          )
          const shares = values.map((_, k) => decay ** (values.length - 1 - k))
          const total = shares.reduce((sum, share) => sum + share, 0)
          const expected = values.reduce((sum, value, k) => sum + value * shares[k]!, 0) / total
          expect(toArray(average.read(state))[0]).toBeCloseTo(expected, 9)
        },
      ),
      { seed: seed(), numRuns: 50 },
    )
  })

  it('reads zeros before anything was taken in', () => {
    const average = exponentialMovingAverage(0.9)
    expect(toNested(average.read(average.init(tensor([5, 6], [2]))))).toEqual([0, 0])
  })

  it('counts in its state, so that a compiled update follows', () => {
    const average = exponentialMovingAverage(0.5)
    const w = tensor([4], [1])
    const update = compile(average.update<typeof w>, { runtime: referenceRuntime })
    let state = average.init(w)
    for (const value of [4, 10, 16]) state = update(state, tensor([value], [1]))
    expect(toNested(average.read(state))[0]).toBeCloseTo((4 + 20 + 64) / 7, 12)
  })

  it('refuses a decay outside [0, 1)', () => {
    expect(() => exponentialMovingAverage(1)).toThrow('expected the decay to be at least 0 and below 1, found 1')
  })
})

describe('polyakAverage', () => {
  it('is the mean of what it has seen, and zeros before', () => {
    const w = { weight: tensor([4, 1], [2]) }
    const update = compile(polyakAverage.update<typeof w>, { runtime: referenceRuntime })
    const seen = [4, 10, 20].map((value) => ({ weight: tensor([value, 1], [2]) }))
    const state = seen.reduce((before, weights) => update(before, weights), polyakAverage.init(w))
    expect(toNested(polyakAverage.read(state).weight)).toEqual([expect.closeTo(34 / 3, 12) as number, 1])
    expect(toNested(polyakAverage.read(polyakAverage.init(w)).weight)).toEqual([0, 0])
  })
})
