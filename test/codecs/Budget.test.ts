import { describe, expect, it } from 'vitest'
import { budgetWith, defaultBudget, overBudget, showOverBudget } from '../../src/codecs/Budget.ts'

const options = Object.keys(defaultBudget) as readonly (keyof typeof defaultBudget)[]

describe('overBudget', () => {
  it.each(options)('allows the limit of %s, and nothing above', (option) => {
    const budget = budgetWith({ [option]: 10 })
    expect(overBudget(budget, option, 10)).toBe(null)
    for (const claimed of [11, Infinity, Number.NaN]) {
      expect(overBudget(budget, option, claimed)).toEqual({ _tag: 'OverBudget', option, limit: 10, claimed })
    }
    expect(budgetWith({ [option]: undefined } as never)).toEqual(defaultBudget)
  })
})

describe('showOverBudget', () => {
  it('names the claim, the limit and the option that allows more', () => {
    expect(showOverBudget({ _tag: 'OverBudget', option: 'maxPixels', limit: 9, claimed: 12 })).toBe(
      'Cannot accept a claim of 12 pixels: the limit is 9 (maxPixels)',
    )
  })
})
