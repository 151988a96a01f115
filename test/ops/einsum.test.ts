/** @file einsum beside loops over all letters, and what it refuses. */
import fc from 'fast-check'
import { einsum, normal, key, ones, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../float64.ts'
import { holds } from '../holds.ts'

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
  holds(laws.operation(composites.einsum))

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
    expect(() => einsum('i.j')).toThrow("'i.j'")
    expect(() => einsum('i->ii')).toThrow('each once in the result')
    expect(() => einsum('ij->k')).toThrow("expected 'k' in a tensor, found it in the result alone")
    expect(() => einsum('ij,jk->ik')(ones([2, 3]))).toThrow("expected 2 tensors for 'ij,jk->ik', found 1")
    expect(() => einsum('ij->i')(ones([2]))).toThrow("expected 2 axes for 'ij', found [2]")
    expect(() => einsum('ij,jk->ik')(ones([2, 3]), ones([2, 3]))).toThrow(
      "expected axes of one length for 'j', found [2, 3] and [2, 3]",
    )
  })
})

describe('equations as NumPy writes them', () => {
  const counting = (...shape: readonly number[]): Tensor =>
    tensor(
      Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, k) => k + 1),
      shape,
    ) as Tensor

  it.each<readonly [string, readonly Tensor[], string]>([
    ['ij,jk', [counting(2, 3), counting(3, 2)], 'ij,jk->ik'],
    ['ba', [counting(2, 3)], 'ba->ab'],
    ['i,i', [counting(3), counting(3)], 'i,i->'],
    ['...ij,...jk', [counting(2, 2, 3), counting(2, 3, 2)], 'bij,bjk->bik'],
    ['...ij,jk->...ik', [counting(2, 2, 3), counting(3, 2)], 'bij,jk->bik'],
    ['i...->...', [counting(2, 2, 3)], 'ijk->jk'],
    ['...', [counting(2, 3)], 'ij->ij'],
    ['...,...', [counting(2, 3), counting(3)], 'ij,j->ij'],
    ['...i,...i->...', [counting(2, 1, 3), counting(4, 3)], 'abi,ci->acb'],
  ])('%s', (text, tensors, plain) => {
    const found = einsum(text)(...tensors)
    const expected = einsum(plain)(...tensors)
    expect(toNested(found).toString()).toBe(toNested(expected).toString())
  })

  it('takes diagonals of letters that stand twice or more', () => {
    const cube = counting(2, 2, 2)
    expect(toNested(einsum('ii->i')(counting(3, 3)))).toEqual([1, 5, 9])
    expect(toNested(einsum('ii')(counting(3, 3)))).toBe(15)
    expect(toNested(einsum('iii->i')(cube))).toEqual([1, 8])
    expect(toNested(einsum('iji->ij')(cube))).toEqual([
      [1, 3],
      [6, 8],
    ])
    expect(toNested(einsum('ii,i->i')(counting(2, 2), counting(2)))).toEqual([1, 8])
  })

  it('broadcasts the axes of ...', () => {
    expect(einsum('...i,...i->...')(counting(4, 1, 3), counting(5, 3)).shape).toEqual([4, 5])
    expect(einsum('...,...->...')(counting(1, 3), counting(1, 1)).shape).toEqual([1, 3])
  })

  it.each<readonly [string, readonly Tensor[], string]>([
    ['ij->ii', [counting(2, 2)], 'each once in the result'],
    ['i..j', [counting(2, 2)], "expected letters as 'ij,jk->ik', each once in the result, found 'i..j'"],
    ['ii->i', [counting(2, 3)], "expected axes of one length for 'i', found [2, 3]"],
    [
      '...i,...i->...',
      [counting(2, 3), counting(4, 3)],
      "expected axes of one length for '...', found [2, 3] and [4, 3]",
    ],
    ['...ijk->i', [counting(2, 3)], "expected 3 axes or more for '...ijk', found [2, 3]"],
    ['ij->k', [counting(2, 3)], "expected 'k' in a tensor, found it in the result alone"],
  ])('refuses %s', (text, tensors, reason) => {
    expect(() => einsum(text)(...tensors)).toThrow(reason)
  })
})
