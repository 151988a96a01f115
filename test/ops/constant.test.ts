import { arange, ones, zeros } from 'cotangent'
import { identities } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('zeros', () => {
  holds(identities.constant)

  it('fills a shape', () => {
    expect(toNested(zeros([2, 1]))).toEqual([[0], [0]])
  })

  it('refuses dimensions that are no lengths', () => {
    expect(() => zeros([-1])).toThrow(
      'Cannot fill [-1]: expected every dimension to be a whole number, 0 or more, found [-1]',
    )
    expect(() => zeros([2, -1])).toThrow(
      'Cannot fill [2, -1]: expected every dimension to be a whole number, 0 or more, found [2, -1]',
    )
  })
})

describe('ones', () => {
  it('fills a shape', () => {
    expect(toNested(ones([2]))).toEqual([1, 1])
  })

  it('refuses dimensions that are no lengths', () => {
    expect(() => ones([0.5])).toThrow(
      'Cannot fill [0.5]: expected every dimension to be a whole number, 0 or more, found [0.5]',
    )
  })
})

describe('arange', () => {
  holds(identities.arange)

  it('counts from 0', () => {
    expect(toNested(arange(4))).toEqual([0, 1, 2, 3])
  })

  it('refuses what is no count', () => {
    expect(() => arange(-1)).toThrow(
      'Cannot count [-1]: expected every dimension to be a whole number, 0 or more, found [-1]',
    )
  })
})
