/** @file einsum beside loops over all letters, and what it refuses. */
import fc from 'fast-check'
import { einsum, normal, key, ones } from 'cotangent'
import type { Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { toArray } from '../float64.ts'

const lengths = { a: 2, b: 3, c: 1, d: 4 } as const
type Letter = keyof typeof lengths
const letters = Object.keys(lengths) as readonly Letter[]

/** Every assignment of numbers to letters. */
const places: readonly Readonly<Record<Letter, number>>[] = letters.reduce<readonly Record<string, number>[]>(
  (all, letter) => all.flatMap((one) => Array.from({ length: lengths[letter] }, (_, k) => ({ ...one, [letter]: k }))),
  [{}],
) as never

const indexOf = (word: readonly Letter[], place: Readonly<Record<Letter, number>>): number =>
  word.reduce((at, letter) => at * lengths[letter] + place[letter], 0)

/** The sum by its definition; letters that nobody has are counted once. */
const byLoops = (inputs: readonly (readonly Letter[])[], output: readonly Letter[], data: readonly Float64Array[]) => {
  const size = output.reduce((product, letter) => product * lengths[letter], 1)
  const result = new Float64Array(size)
  const used = new Set(inputs.flat())
  for (const place of places) {
    if (letters.some((letter) => !used.has(letter) && place[letter] > 0)) continue
    result[indexOf(output, place)]! += inputs.reduce((product, word, k) => product * data[k]![indexOf(word, place)]!, 1)
  }
  return result
}

const word = fc.shuffledSubarray([...letters])

describe('einsum', () => {
  it('is the sum by its definition, of one to three tensors', () => {
    fc.assert(
      fc.property(
        fc
          .array(word, { minLength: 1, maxLength: 3 })
          .chain((inputs) =>
            fc.tuple(fc.constant(inputs), fc.shuffledSubarray([...new Set(inputs.flat())]), fc.nat(1000)),
          ),
        ([inputs, output, seed]) => {
          const tensors = inputs.map((one, k) => normal(one.map((letter) => lengths[letter]))(key(seed + k)) as Tensor)
          const equation = `${inputs.map((one) => one.join('')).join(',')}->${output.join('')}`
          const found = toArray(einsum(equation)(...tensors))
          const expected = byLoops(
            inputs,
            output,
            tensors.map((t) => Float64Array.from(toArray(t))),
          )
          expect(found.length).toBe(expected.length)
          expected.forEach((value, k) => {
            expect(Math.abs(found[k]! - value)).toBeLessThan(1e-9 * (1 + Math.abs(value)))
          })
        },
      ),
    )
  })

  it('refuses what is no equation, and tensors that do not fit it', () => {
    expect(() => einsum('ij')).toThrow("'ij'")
    expect(() => einsum('ii->i')).toThrow('each once in a tensor')
    expect(() => einsum('ij->k')).toThrow("no tensor has 'k'")
    expect(() => einsum('ij,jk->ik')(ones([2, 3]))).toThrow('is of 2 tensors')
    expect(() => einsum('ij->i')(ones([2]))).toThrow("'ij' names 2 axes")
    expect(() => einsum('ij,jk->ik')(ones([2, 3]), ones([2, 3]))).toThrow("'j' stands for axes of several lengths")
  })
})
