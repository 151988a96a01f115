import { describe, expect, it } from 'vitest'
import { tensor } from 'cotangent'
import {
  checkFinite,
  checkLimit,
  checkNotNegative,
  checkPositive,
  checkRange,
  checkShare,
  checkWhole,
  each,
  oneOrEach,
  unlessTensor,
} from '../../src/core/numberRules.ts'

const rules = { checkFinite, checkLimit, checkNotNegative, checkPositive, checkShare, checkWhole }

/** What each rule lets pass. */
const accepted: Readonly<Record<keyof typeof rules, readonly number[]>> = {
  checkFinite: [-1, -0, 0, 0.5, 1, 2, 5e-324],
  checkLimit: [-0, 0, 0.5, 1, 2, 5e-324, Infinity],
  checkNotNegative: [-0, 0, 0.5, 1, 2, 5e-324],
  checkPositive: [0.5, 1, 2, 5e-324],
  checkShare: [-0, 0, 0.5, 1, 5e-324],
  checkWhole: [-0, 0, 1, 2],
}

const given: readonly unknown[] = [-1, -0, 0, 0.5, 1, 2, 5e-324, NaN, Infinity, -Infinity, '1', null, undefined, [1]]

describe.each(Object.entries(rules))('%s', (name, rule) => {
  it.each(given.map((value) => [value]))('judges %j', (value) => {
    const judge = () => rule('f', 'x', value as number)
    if (accepted[name as keyof typeof rules].some((one) => Object.is(one, value))) expect(judge()).toBe(value)
    else expect(judge).toThrow("Cannot f: expected 'x' to be")
  })
})

describe('checkRange', () => {
  it('returns ranges', () => {
    expect(checkRange('f', 'range', [-1, 0.5])).toEqual([-1, 0.5])
  })

  it.each([[[1, 1]], [[2, 1]], [[NaN, 1]], [[0, Infinity]], [[0]], [[0, 1, 2]], ['01'], [null], [['0', '1']]])(
    'refuses %j',
    (range) => {
      expect(() => checkRange('f', 'range', range as never)).toThrow("expected 'range' to be two finite numbers")
    },
  )
})

describe('each and oneOrEach', () => {
  it('judge every number', () => {
    expect(() => each(checkPositive)('f', 'x', [1, 2])).not.toThrow()
    expect(() => oneOrEach(checkPositive)('f', 'x', 1)).not.toThrow()
    expect(() => oneOrEach(checkPositive)('f', 'x', [])).not.toThrow()
    expect(() => each(checkPositive)('f', 'x', [1, 0])).toThrow("expected 'x' to be a finite number above 0, found 0")
    expect(() => oneOrEach(checkPositive)('f', 'x', 0)).toThrow("expected 'x' to be a finite number above 0, found 0")
    expect(() => each(checkPositive)('f', 'x', 1 as never)).toThrow("expected 'x' to be a list of numbers, found 1")
  })
})

describe('unlessTensor', () => {
  it('judges numbers, leaves tensors alone, and refuses anything else', () => {
    const rule = unlessTensor(checkShare)
    expect(() => rule('f', 'x', 1)).not.toThrow()
    expect(() => rule('f', 'x', tensor([2], []))).not.toThrow()
    expect(() => rule('f', 'x', 2)).toThrow("expected 'x' to be a number from 0 to 1, found 2")
    expect(() => rule('f', 'x', '1')).toThrow("expected 'x' to be a number, found '1'")
  })
})
