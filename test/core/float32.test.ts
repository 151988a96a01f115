import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { largestBelow } from '../../src/core/float32.ts'
import { seed } from '../seed.ts'

describe('largestBelow', () => {
  it('is a float32 below, and no float32 lies between', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -3e38, max: 3e38 }), (x) => {
        const below = largestBelow(x)
        expect(Math.fround(below)).toBe(below)
        expect(below).toBeLessThan(x)
        const middle = (below + x) / 2
        expect([below, Math.fround(x)]).toContain(Math.fround(middle))
      }),
      { seed: seed() },
    )
  })

  it('steps over zero and over powers of two', () => {
    expect(largestBelow(0)).toBe(-(2 ** -149))
    expect(largestBelow(2 ** -149)).toBe(0)
    expect(largestBelow(1)).toBe(1 - 2 ** -24)
    expect(largestBelow(-1)).toBe(-1 - 2 ** -23)
    expect(largestBelow(1001)).toBe(1001 - 2 ** -14)
  })
})
