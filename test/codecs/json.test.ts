import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { budgetWith } from '../../src/codecs/Budget.ts'
import { parseJson, showFound } from '../../src/codecs/json.ts'

describe('parseJson', () => {
  const parse = parseJson(budgetWith({ maxDepth: 3, maxMembers: 2 }))

  it('parses what is within the budget; brackets in texts do not count', () => {
    const value = { a: [[]], b: '[[[[{{{{"\\', c: { d: 1 } }
    expect(parse(JSON.stringify(value))).toEqual(E.right(value))
  })

  it('refuses what is deeper, and more records', () => {
    expect(parse('[[[[]]]]')).toEqual(E.left({ _tag: 'OverBudget', option: 'maxDepth', limit: 3, claimed: 4 }))
    expect(parse('{"a":{},"b":{},"c":{}}')).toEqual(
      E.left({ _tag: 'OverBudget', option: 'maxMembers', limit: 2, claimed: 3 }),
    )
  })

  it.each(['', '{', '"', '"\\', '[1,]', 'nan'])('refuses %j', (text) => {
    expect(parse(text)).toMatchObject({ left: { _tag: 'NoJson' } })
  })
})

describe('showFound', () => {
  const cyclic: { self?: unknown } = {}
  cyclic.self = cyclic

  it.each<readonly [unknown, string]>([
    [undefined, 'nothing'],
    [null, 'null'],
    ['two', '"two"'],
    [-0.5, '-0.5'],
    [Number.NaN, 'NaN'],
    [12n, '12n'],
    [2n ** 5000n, 'a bigint'],
    [Symbol('s'), 'a symbol'],
    [() => 1, 'a function'],
    [{ a: [1, 'b'], c: {} }, '{"a":[1,"b"],"c":{}}'],
    [[], '[]'],
    ['x'.repeat(100), `"${'x'.repeat(56)}...`],
  ])('shows %o', (value, text) => {
    expect(showFound(value)).toBe(text)
  })

  it('is short whatever it shows', () => {
    const deep = Array.from({ length: 10000 }).reduce<unknown>((inner) => [inner], 0)
    for (const value of [cyclic, deep, new Array(1e6).fill(1), { ['k'.repeat(1e6)]: 1 }]) {
      expect(showFound(value).length).toBeLessThanOrEqual(60)
    }
  })
})
