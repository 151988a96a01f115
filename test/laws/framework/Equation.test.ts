import { add, key, split, tensor, zeros } from 'cotangent'
import { compare } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { compareSides, isConditioned } from '../../../laws/framework/Equation.ts'

const at = (values: readonly number[]) => tensor(values, [values.length])

describe('compare', () => {
  it('judges numbers relative to the largest entry of their tensor, or to 1', () => {
    expect(compare(at([1000, 1]), at([1000, 1.05]), 1e-4).differences).toEqual([])
    expect(compare(at([1000, 1]), at([1000, 1.5]), 1e-4).differences).toEqual([{ at: '[1]', left: '1', right: '1.5' }])
    expect(compare(1e-9, 2e-9, 1e-8).differences).toEqual([])
  })

  it('takes NaN for NaN and Infinity for Infinity, unless all must be finite', () => {
    const awkward = at([Number.NaN, Infinity, -Infinity])
    expect(compare(awkward, at([Number.NaN, Infinity, -Infinity]), 0).error).toBe(0)
    expect(compare(awkward, awkward, 0, true).error).toBe(Infinity)
    expect(compare(at([Infinity]), at([-Infinity]), 1).error).toBe(Infinity)
    expect(compare(at([Infinity]), at([1e300]), 1).error).toBe(Infinity)
    expect(compare(at([Number.NaN]), at([0]), 1e9).error).toBe(Infinity)
  })

  it('compares what expressions compute, keys and trees', () => {
    expect(compare({ a: [add(at([1]), 1)], k: key(1) }, { a: [at([2])], k: key(1) }, 0).differences).toEqual([])
    expect(compare(split(key(1))[0], split(key(1))[1], 0).differences.length).toBeGreaterThan(0)
  })

  it.each<readonly [string, unknown, unknown, string, string, string]>([
    ['shapes', zeros([2]), zeros([2, 1]), '', 'shape [2]', 'shape [2, 1]'],
    ['forms', [1], { 0: 1 }, '', 'a list of 1', 'a record of 0'],
    ['lengths', [1, 2], [1], '', 'a list of 2', 'a list of 1'],
    ['names', { a: 1 }, { b: 1 }, 'a', '1', 'undefined'],
    ['kinds', { x: zeros([1]) }, { x: 0 }, 'x', 'a tensor [1]', '0'],
    ['text', 'yes', 'no', '', "'yes'", "'no'"],
  ])('tells other %s apart, and where', (_, left, right, place, a, b) => {
    expect(compare(left, right, 1)).toMatchObject({ error: Infinity, differences: [{ at: place, left: a, right: b }] })
  })

  it('tells the first five differences, by their places', () => {
    const { differences, compared } = compare({ w: zeros([2, 4]) }, { w: add(zeros([2, 4]), 1) }, 0)
    expect([differences.length, compared]).toEqual([5, 8])
    expect(differences[4]).toEqual({ at: 'w[1, 0]', left: '0', right: '1' })
  })
})

describe('compareSides', () => {
  it('asks for the same numbers by default', () => {
    expect(compareSides({ left: 1, right: 1 + 1e-15 }).differences).toHaveLength(1)
    expect(compareSides({ left: 1, right: 1 + 1e-15, tolerance: 1e-14 }).differences).toHaveLength(0)
  })
})

describe('isConditioned', () => {
  it('is whether two estimates agree', () => {
    const equation = { left: 0, right: 0, tolerance: 0.1 }
    expect(isConditioned(equation)).toBe(true)
    expect(isConditioned({ ...equation, estimates: [1, 1.05] })).toBe(true)
    expect(isConditioned({ ...equation, estimates: [1, 1.5] })).toBe(false)
  })
})
