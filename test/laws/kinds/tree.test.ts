/** @file The laws of trees can fail: a record with a name that is a path collides with a nesting. */
import { tensor } from 'cotangent'
import { laws, trees } from 'cotangent/laws'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const failing = (samples: fc.Arbitrary<unknown>): readonly string[] =>
  laws
    .tree('t', samples as fc.Arbitrary<never>)
    .filter((law) => law.run({ runs: 50, seed: 1 })._tag !== 'passed')
    .map((law) => law.name.replace('t: ', ''))

describe('laws.tree', () => {
  it('holds for trees of any form, with keys', () => {
    expect(failing(trees({ keys: true }))).toEqual([])
  })

  it('catches paths that collide', () => {
    const t = tensor([1], [1])
    expect(failing(fc.constant({ 'a.b': t, a: { b: t } }))).toEqual(['paths are distinct'])
  })

  it('catches leaves that are no tensors', () => {
    expect(failing(fc.constant({ rate: 0.1 })).length).toBe(5)
  })

  it('catches a class, whose prototype a map would lose', () => {
    expect(failing(fc.constant(new Map([['a', tensor([1], [1])]]))).length).toBe(5)
  })
})
