import { describe, expect, it } from 'vitest'
import { ruleNames } from '../../../demo/backward/model.ts'
import type { Case } from '../../../demo/backward/tryRule.ts'
import { tryRule } from '../../../demo/backward/tryRule.ts'
import { seed } from '../../seed.ts'

const wrong = ruleNames.filter((rule) => rule !== 'right')

/** How much a visitor has to read of a case. */
const sizeOf = ({ w, dy }: Case): number => w.length + dy.length

describe('tryRule', () => {
  it('passes the right rule on 100 cases, without rounding', () => {
    expect(tryRule('right', seed(), 100)).toMatchObject({ passed: true, held: 100, worstError: 0, shrinking: [] })
  })

  it.each(wrong)('catches the rule %s, and shrinks the case until it can be read', (rule) => {
    const { passed, shrinking } = tryRule(rule, seed(), 100)
    expect(passed).toBe(false)
    const [largest, smallest] = [shrinking[0]!, shrinking.at(-1)!]
    expect(sizeOf(smallest.sample)).toBeLessThanOrEqual(sizeOf(largest.sample))
    // The first may have 81 numbers; few seeds end in a corner with more than eight.
    expect(sizeOf(smallest.sample)).toBeLessThanOrEqual(16)
    shrinking.forEach(({ given, truth }) => expect(given).not.toEqual(truth))
  })

  it('gives the same cases for the same seed', () => {
    expect(tryRule('unturned', 5, 100)).toEqual(tryRule('unturned', 5, 100))
  })
})
