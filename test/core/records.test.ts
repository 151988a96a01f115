import { describe, expect, it } from 'vitest'
import { namesOf, recordLike } from '../../src/core/records.ts'

describe('namesOf', () => {
  it('are in the order of the record', () => {
    expect(namesOf({ b: 1, a: 2 })).toEqual(['b', 'a'])
  })
})

describe('recordLike', () => {
  it('has the names of the other record, in its order, with entries of its own', () => {
    const lengths = recordLike<{ readonly bias: number; readonly fc: number }>(
      { fc: true, bias: null },
      (name) => name.length,
    )
    expect(Object.entries(lengths)).toEqual([
      ['fc', 2],
      ['bias', 4],
    ])
  })

  it('takes a name as a name, whatever JavaScript makes of it', () => {
    const form: Readonly<Record<string, number>> = Object.fromEntries([['__proto__', 1]])
    expect(Object.keys(recordLike<Readonly<Record<string, string>>>(form, (name) => name))).toEqual(['__proto__'])
  })
})
