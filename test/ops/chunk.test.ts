/** @file Parts of a tensor: joined they are the whole. */
import { chunk, concat, splitSizes, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toNested } from '../float64.ts'
import { holds } from '../holds.ts'
import { seed } from '../seed.ts'

const counting = (shape: readonly [number, number]): Tensor =>
  tensor(
    Array.from({ length: shape[0] * shape[1] }, (_, k) => k),
    shape,
  )

const joined = (parts: readonly Tensor[], axis: number): Tensor => concat({ axis })(parts)

describe('splitSizes', () => {
  holds(laws.operation(composites.splitSizes))

  it('gives parts: joined, the parts are the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: 1, maxLength: 5 }), fc.boolean(), (sizes, isLast) => {
        const length = sizes.reduce((a, b) => a + b, 0)
        const x = counting(isLast ? [2, length] : [length, 2])
        const parts = splitSizes(sizes, { axis: isLast ? -1 : 0 })(x)
        expect(parts.map(({ shape }) => shape[isLast ? 1 : 0])).toEqual(sizes)
        expect(toNested(joined(parts, isLast ? 1 : 0))).toEqual(toNested(x))
      }),
      { seed: seed() },
    )
  })

  it.each([[[1, 1]], [[4, -1]], [[1.5, 1.5]]])('refuses lengths %j for an axis of 3', (sizes) => {
    expect(() => splitSizes(sizes)(counting([3, 1]))).toThrow('expected lengths that add up to 3 along axis 0')
  })
})

describe('chunk', () => {
  it.each([
    [1, 5, [5]],
    [2, 5, [3, 2]],
    [4, 5, [2, 2, 1]],
    [9, 5, [1, 1, 1, 1, 1]],
    [3, 0, [0]],
  ])('makes at most %i parts of %i entries: %j', (count, length, sizes) => {
    expect(chunk(count)(counting([length, 1])).map(({ shape }) => shape[0])).toEqual(sizes)
  })

  it('refuses a count below 1', () => {
    expect(() => chunk(0)(counting([3, 1]))).toThrow('expected 1 part or more, found 0')
  })
})
