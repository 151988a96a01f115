import { compile, ones, zeros } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { foundValue, kindOf } from '../../src/core/foundValue.ts'

describe('kindOf', () => {
  it.each([
    [[1, 2], 'a list of 2'],
    [null, 'null'],
    [undefined, 'undefined'],
    [{ a: 1 }, 'an object'],
    [Object.create(null), 'an object'],
    [Promise.resolve(1), 'an object'],
    [ones([2]), 'a tensor'],
    [Symbol('s'), 'a symbol'],
    [10n, 'a bigint'],
    [(): number => 1, 'a function'],
    [NaN, 'a number'],
  ])('names the kind of %o', (value, kind) => {
    expect(kindOf(value)).toBe(kind)
  })
})

describe('foundValue', () => {
  it('shows numbers and strings, and the kind of anything else', () => {
    expect([NaN, -1.5, 'same', '', {}, [3]].map(foundValue)).toEqual([
      'NaN',
      '-1.5',
      "'same'",
      "''",
      'an object',
      'a list of 1',
    ])
  })

  it('lets an argument of a compiled function say that it is no number', () => {
    expect(() => compile((n: number) => zeros([n]))(3)).not.toThrow(/found a tensor/)
    expect(() => compile((n: number) => zeros([n]))(3)).toThrow('close over the number instead')
  })
})
