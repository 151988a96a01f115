import { describe, expect, it } from 'vitest'
import { compute, of } from './compute.ts'

const erf = (x: number): number => compute('erf', {}, [of([x])], [1])[0]!

describe('erf', () => {
  // Rounded from 40 digits.
  it.each([
    [1e-10, 1.1283791670955126e-10],
    [0.1, 0.1124629160182849],
    [0.3, 0.3286267594591274],
    [0.5, 0.5204998778130465],
    [0.75, 0.7111556336535151],
    [1, 0.8427007929497149],
    [1.2, 0.9103139782296353],
    [1.25, 0.9229001282564583],
    [1.3, 0.9340079449406524],
    [1.5, 0.9661051464753108],
    [2, 0.9953222650189527],
    [2.5, 0.999593047982555],
    [3, 0.9999779095030014],
    [4, 0.9999999845827421],
    [5.5, 0.9999999999999927],
  ])('of %d is %d, to three units in the last place', (x, expected) => {
    expect(Math.abs(erf(x) - expected)).toBeLessThanOrEqual(3 * 2 ** (Math.floor(Math.log2(expected)) - 52))
  })

  it('is odd, and exact at its ends', () => {
    expect(erf(-0.75)).toBe(-erf(0.75))
    expect([0, Infinity, -Infinity, NaN, 6, -30].map(erf)).toEqual([0, 1, -1, NaN, 1, -1])
    expect(erf(5e-324)).toBe(5e-324)
  })

  it('does not step where its two formulas meet', () => {
    const near = Array.from({ length: 100 }, (_, i) => erf(1.25 + (i - 50) * 1e-6))
    expect(near.every((y, i) => i === 0 || (y > near[i - 1]! && y - near[i - 1]! < 3e-7))).toBe(true)
  })
})
