/** @file The laws of fp-ts instances can fail; those of tensors are in `catalog/structures.test.ts`. */
import { laws } from 'cotangent/laws'
import type { Law } from 'cotangent/laws'
import fc from 'fast-check'
import { Eq as numberEq, MonoidSum, Field } from 'fp-ts/lib/number.js'
import { describe, expect, it } from 'vitest'

const failing = (all: readonly Law[]): readonly string[] =>
  all.filter((law) => law.run({ runs: 100, seed: 1 })._tag !== 'passed').map((law) => law.name.replace(/^i(, |: )/, ''))

const numbers = fc.integer({ min: -100, max: 100 })

describe('laws.eq', () => {
  it('holds for numbers', () => {
    expect(failing(laws.eq('i', numberEq, numbers))).toEqual([])
  })

  it('catches what is no equality', () => {
    expect(failing(laws.eq('i', { equals: (a: number, b: number) => a < b }, numbers))).toContain('reflexivity')
    expect(failing(laws.eq('i', { equals: (a: number, b: number) => a <= b }, numbers))).toEqual(['symmetry'])
    const near = { equals: (a: number, b: number) => Math.abs(a - b) <= 1 }
    expect(failing(laws.eq('i', near, fc.integer({ min: 0, max: 3 })))).toEqual(['transitivity'])
  })
})

describe('laws.monoid', () => {
  it('holds for addition', () => {
    expect(failing(laws.monoid('i', MonoidSum, numbers))).toEqual([])
  })

  it('catches what is not associative, and a unit that is none', () => {
    expect(failing(laws.monoid('i', { concat: (a: number, b: number) => (a + b) / 2, empty: 0 }, numbers))).toContain(
      'associativity',
    )
    expect(failing(laws.monoid('i', { ...MonoidSum, empty: 1 }, numbers))).toEqual(['left unit', 'right unit'])
  })
})

describe('laws.ring', () => {
  it('holds for numbers', () => {
    expect(failing(laws.ring('i', Field, numbers))).toEqual([])
  })

  it('catches a product that does not distribute, and a difference that undoes nothing', () => {
    const product = { ...Field, mul: (a: number, b: number) => a + b, one: 0 }
    expect(failing(laws.ring('i', product, numbers))).toEqual([
      'multiplication distributes on the left',
      'multiplication distributes on the right',
    ])
    expect(failing(laws.ring('i', { ...Field, sub: (a: number) => a }, numbers))).toEqual([
      'subtraction undoes addition',
    ])
  })
})
