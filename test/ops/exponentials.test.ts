/** @file Exponentials and logarithms of other bases, beside those of the language and of NumPy. */
import { exp2, log10, log2, logaddexp, logit, tensor, xlogy } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { item } from '../float64.ts'
import { holds } from '../holds.ts'
import { expectNear } from '../near.ts'

describe('exp2', () => {
  holds(laws.operation(composites.exp2))

  it('is the power of two', () => {
    expectNear(exp2(tensor([-1, 0.5, 10], [3])), [0.5, Math.SQRT2, 1024])
  })
})

describe('log2', () => {
  holds(laws.operation(composites.log2))

  it('is the logarithm of the language', () => {
    expectNear(log2(tensor([0.125, 10, 0], [3])), [-3, Math.log2(10), -Infinity])
  })
})

describe('log10', () => {
  holds(laws.operation(composites.log10))

  it('is the logarithm of the language', () => {
    expectNear(log10(tensor([2, 1000, 0], [3])), [Math.log10(2), 3, -Infinity])
  })
})

describe('logit', () => {
  holds(laws.operation(composites.logit))

  it('is the logarithm of the odds, kept epsilon away from 0 and 1 where that is asked for', () => {
    expectNear(logit()(tensor([0.25, 0.5, 1], [3])), [-Math.log(3), 0, Infinity])
    expectNear(logit({ epsilon: 0.25 })(tensor([0, 1], [2])), [-Math.log(3), Math.log(3)])
  })
})

describe('logaddexp', () => {
  holds(laws.operation(composites.logaddexp))

  it('has the value of NumPy, and neither overflows nor loses what is impossible', () => {
    expect(item(logaddexp(1, 2))).toBeCloseTo(2.313261687518223, 14)
    expect(item(logaddexp(1000, 1000))).toBe(1000 + Math.LN2)
    expect(item(logaddexp(-Infinity, 3))).toBe(3)
  })
})

describe('xlogy', () => {
  holds(laws.operation(composites.xlogy))

  it('is x ln y, and 0 where x is 0', () => {
    expectNear(xlogy(tensor([2, 0, 0], [3]), tensor([3, 0, Infinity], [3])), [2 * Math.log(3), 0, 0])
  })
})
