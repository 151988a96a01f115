import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashOf, sameStructure, structureWriter } from '../../src/compile/structure.ts'
import { seed } from '../seed.ts'

const writer = structureWriter()
const write = (value: unknown): readonly number[] => {
  const out: number[] = []
  writer.value(out, value)
  return out
}

const numbers = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(0, -0, Number.NaN, Infinity, 0.5, 2 ** 40))
const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    numbers,
    fc.constantFrom('a', 'b', '1', true, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('axis', 'shape', 'a'), tie('value'), { noNullPrototype: true }),
  ),
})).value

const same = (a: unknown, b: unknown): boolean => {
  try {
    expect(a).toStrictEqual(b)
    return JSON.stringify(a) === JSON.stringify(b)
  } catch {
    return false
  }
}

describe('structures', () => {
  it('are the same for the same data', () => {
    fc.assert(
      fc.property(plain, (value) => sameStructure(write(value), write(structuredClone(value)))),
      { seed: seed() },
    )
  })

  it('differ for data that differs', () => {
    fc.assert(
      fc.property(plain, plain, (a, b) => sameStructure(write(a), write(b)) === same(a, b)),
      { numRuns: 3000, seed: seed() },
    )
  })

  it('tell zeros, lists and records apart', () => {
    const values = [0, -0, Number.NaN, 1, '1', [], [1], [[1]], {}, { a: 1 }, { b: 1 }, null, 'null', undefined, false]
    values.forEach((a, i) => {
      values.forEach((b, j) => expect(sameStructure(write(a), write(b))).toBe(i === j))
    })
  })

  it('have one hash where they are the same', () => {
    fc.assert(
      fc.property(plain, (value) => hashOf(write(value)) === hashOf(write(structuredClone(value)))),
      { seed: seed() },
    )
  })
})
