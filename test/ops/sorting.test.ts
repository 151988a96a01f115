/** @file Sorting beside that of the language. */
import fc from 'fast-check'
import {
  argsort,
  defaultRuntime,
  item as evaluated,
  median,
  ones,
  referenceRuntime,
  sort,
  tensor,
  topK,
} from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../float64.ts'
import { holds } from '../holds.ts'
import { seed } from '../seed.ts'

const numbers = fc.array(fc.constantFrom(0, 1, 1, 2, -3, Infinity, -Infinity, NaN, 0.5), { minLength: 1, maxLength: 9 })

/** By value, NaN last, and of equals the first. */
const inOrder = (row: readonly number[], descending: boolean): readonly number[] => {
  const rank = (x: number): number => (Number.isNaN(x) ? Number.MAX_VALUE : x === Infinity ? 1e300 : x)
  const sign = descending ? -1 : 1
  return [...row.keys()].sort((a, b) => sign * (rank(row[a]!) - rank(row[b]!)) || a - b)
}

describe('sort', () => {
  holds(laws.operation(composites.sort))

  it.each([false, true])(
    'orders values, keeps equals in order and knows their places; descending: %s',
    (descending) => {
      fc.assert(
        fc.property(numbers, (row) => {
          const { values, indices } = sort({ descending })(tensor(row, [row.length]) as Tensor)
          const expected = inOrder(row, descending)
          expect(Array.from(toArray(indices))).toEqual(expected)
          expect(Array.from(toArray(values))).toEqual(expected.map((k) => row[k]))
        }),
      )
    },
  )

  it('goes along any axis', () => {
    const x = tensor([3, 1, 2, 0, 5, 4], [2, 3]) as Tensor
    expect(toNested(sort({ axis: 0 })(x).values)).toEqual([
      [0, 1, 2],
      [3, 5, 4],
    ])
    expect(toNested(sort({ axis: 1 })(x).indices)).toEqual([
      [1, 2, 0],
      [0, 2, 1],
    ])
  })
})

describe('argsort', () => {
  holds(laws.operation(operations.argsort), identities.argsort)

  it('gives the places that sort gives', () => {
    expect(toNested(argsort()(tensor([3, 1, 2, 1], [4])))).toEqual([1, 3, 2, 0])
    expect(toNested(argsort({ descending: true })(tensor([3, 1, 2, 1], [4])))).toEqual([0, 2, 1, 3])
  })
})

describe('topK', () => {
  holds(laws.operation(composites.topK))

  it('takes the greatest, in order', () => {
    const x = tensor([3, 1, 4, 1, 5, 9], [6]) as Tensor
    expect(toNested(topK(2)(x).values)).toEqual([9, 5])
    expect(toNested(topK(2)(x).indices)).toEqual([5, 4])
    expect(toNested(topK(0)(x).values)).toEqual([])
  })

  it('refuses more than there are', () => {
    expect(() => topK(3)(ones([2]))).toThrow('expected at most 2 entries, as axis 0 has, found 3')
  })
})

describe('median', () => {
  holds(laws.operation(composites.median))

  it('is the middle, the lower of two', () => {
    const x = tensor([3, 1, 4, 1, 5, 9], [6]) as Tensor
    expect(toNested(median()(x).values)).toBe(3)
    expect(toNested(median()(x).indices)).toBe(0)
  })

  it('refuses nothing', () => {
    expect(() => median()(ones([2, 0]))).toThrow('expected entries along axis 1, found none')
  })

  it('is the first NaN where there is one, in each runtime', () => {
    const entries = fc.array(fc.oneof(fc.constant(Number.NaN), fc.integer({ min: -3, max: 3 })), { minLength: 1 })
    fc.assert(
      fc.property(entries, fc.constantFrom(defaultRuntime, referenceRuntime), (numbers, runtime) => {
        const { values, indices } = median()(tensor(numbers))
        const first = numbers.findIndex((n) => Number.isNaN(n))
        const ascending = numbers.toSorted((a, b) => a - b)
        expect(evaluated(values, runtime)).toBe(
          first < 0 ? ascending[Math.floor((numbers.length - 1) / 2)] : Number.NaN,
        )
        if (first >= 0) expect(evaluated(indices, runtime)).toBe(first)
      }),
      { seed: seed(), numRuns: 50 },
    )
  })
})
