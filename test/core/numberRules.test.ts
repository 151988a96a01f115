import { describe, expect, it } from 'vitest'
import { checkFinite, checkNotNegative, checkPositive, checkRange, checkShare } from '../../src/core/numberRules.ts'

const rules = { checkFinite, checkNotNegative, checkPositive, checkShare }

/** What each rule lets pass. */
const accepted: Readonly<Record<keyof typeof rules, readonly number[]>> = {
  checkFinite: [-1, -0, 0, 0.5, 1, 2, 5e-324],
  checkNotNegative: [-0, 0, 0.5, 1, 2, 5e-324],
  checkPositive: [0.5, 1, 2, 5e-324],
  checkShare: [-0, 0, 0.5, 1, 5e-324],
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
