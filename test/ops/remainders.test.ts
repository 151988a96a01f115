/** @file Remainders, and what takes the place of what is not finite. */
import { defaultRuntime, fmax, fmin, frac, lerp, nanToNum, remainder, tensor, threshold, trunc } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { item, toNested } from '../float64.ts'
import { holds } from '../holds.ts'
import { expectNear } from '../near.ts'

describe('trunc', () => {
  holds(laws.operation(composites.trunc))

  it('goes toward 0, as that of the language', () => {
    const xs = [1.7, -1.7, 0.5, -0.5, 3]
    expectNear(trunc(tensor(xs, [5])), xs.map(Math.trunc))
  })
})

describe('frac', () => {
  holds(laws.operation(composites.frac))

  it('is what trunc leaves, with the sign of x', () => {
    expect(toNested(frac(tensor([1.75, -1.75, 4], [3])))).toEqual([0.75, -0.75, 0])
  })
})

describe('remainder', () => {
  it('has the sign of the divisor, as in NumPy', () => {
    expect(toNested(remainder(tensor([-5, 5, 5.5], [3]), tensor([3, -3, 2], [3])))).toEqual([1, -1, 1.5])
  })
})

describe('fmax', () => {
  holds(laws.operation(composites.fmax))

  it('takes the number where one is NaN', () => {
    expect([fmax(NaN, 2), fmax(2, NaN), fmax(-1, 2), fmax(NaN, NaN)].map(item)).toEqual([2, 2, 2, NaN])
  })
})

describe('fmin', () => {
  holds(laws.operation(composites.fmin))

  it('takes the number where one is NaN', () => {
    expect([fmin(NaN, 2), fmin(2, NaN), fmin(-1, 2), fmin(NaN, NaN)].map(item)).toEqual([2, 2, -1, NaN])
  })
})

describe('lerp', () => {
  holds(laws.operation(composites.lerp))

  it('begins at one and ends at the other, however far apart they are', () => {
    expect([lerp(0)(1, 1e30), lerp(1)(1e30, 1), lerp(1)(1e8, 1)].map((t) => defaultRuntime.item(t))).toEqual([1, 1, 1])
  })

  it('goes from one to the other', () => {
    expect([0, 0.25, 1].map((weight) => item(lerp(weight)(4, 8)))).toEqual([4, 5, 8])
  })
})

describe('threshold', () => {
  it('replaces what is not above the bound', () => {
    expect(toNested(threshold({ above: 1, value: -1 })(tensor([0, 1, 2], [3])))).toEqual([-1, -1, 2])
  })
})

describe('nanToNum', () => {
  it('replaces what is not finite, by the largest numbers where it is told no others', () => {
    const x = tensor([NaN, Infinity, -Infinity, 1], [4])
    expect(toNested(nanToNum({ nan: 5, posinf: 9, neginf: -9 })(x))).toEqual([5, 9, -9, 1])
    expect(toNested(nanToNum()(x)).every(Number.isFinite)).toBe(true)
  })
})
