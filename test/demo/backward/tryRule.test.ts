import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { ruleCode, ruleNames } from '../../../demo/backward/rules.ts'
import type { Case, Trial } from '../../../demo/backward/tryRule.ts'
import { inputShape, tryRule } from '../../../demo/backward/tryRule.ts'
import { seed } from '../../seed.ts'

const wrong = ruleNames.filter((rule) => rule !== 'right')

const trialOf = (text: string, from = seed()): Trial => {
  const tried = tryRule(text, from, 100)
  if (E.isLeft(tried)) throw new RangeError(tried.left.text)
  return tried.right
}

/** How much a visitor has to read of a case. */
const sizeOf = ({ w, dy }: Case): number => w.length + dy.length

describe('tryRule', () => {
  it('passes the right rule on 100 cases, without rounding', () => {
    expect(trialOf(ruleCode.right)).toEqual({ passed: true, held: 100, worstError: 0, shrinking: [] })
  })

  it('passes the right rule in other words', () => {
    expect(trialOf('(g, w, s) => convTranspose2d({ stride: s })(g, w)').passed).toBe(true)
  })

  it.each(wrong)('catches the rule %s, and shrinks the case until it can be read', (rule) => {
    const { passed, shrinking } = trialOf(ruleCode[rule])
    expect(passed).toBe(false)
    const [largest, smallest] = [shrinking[0]!, shrinking.at(-1)!]
    expect(sizeOf(smallest.sample)).toBeLessThanOrEqual(sizeOf(largest.sample))
    // The first may have 81 numbers; few seeds end in a corner with more than eight.
    expect(sizeOf(smallest.sample)).toBeLessThanOrEqual(16)
    shrinking.forEach(({ sample, given, truth }) => {
      expect(given).not.toEqual({ _tag: 'tensor', shape: [1, ...inputShape(sample)], entries: truth })
    })
  })

  it('needs a stride of 2 to catch the rule without zeros in between', () => {
    const { shrinking } = trialOf(ruleCode.wrongStride)
    expect(shrinking.map(({ sample }) => sample.stride)).toEqual(shrinking.map(() => 2))
  })

  it.each([
    ['an error of the library', '(dy, w) => reshape([5000])(w)'],
    ['no tensor', '(dy, w) => 3'],
    ['a number where a list is', '(dy, w) => w.shape[0].length'],
    ['what is no function', '(dy, w) => dy(w)'],
    ['more than there is memory for', '(dy, w) => ones([999999, 999999, 999999])'],
  ])('takes %s for a failure, with a message', (_, text) => {
    const { passed, shrinking } = trialOf(text)
    expect(passed).toBe(false)
    expect(shrinking.at(-1)?.given).toMatchObject({ _tag: 'thrown', message: expect.stringMatching(/./) as unknown })
  })

  it('catches a tensor of the right numbers in another shape', () => {
    expect(trialOf('(dy, w, s) => sum({ axis: 0 })(convTranspose2d({ stride: s })(dy, w))').passed).toBe(false)
  })

  it('gives the same cases for the same seed', () => {
    expect(trialOf(ruleCode.unturned, 5)).toEqual(trialOf(ruleCode.unturned, 5))
  })

  it('hands on why a text is no rule', () => {
    expect(tryRule('(dy, w) => {', 1, 100)).toMatchObject(E.left({ kind: 'syntax', line: 1 }))
  })
})
