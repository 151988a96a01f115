/** @file Slices that go backwards, beside a loop; and indices from the back. */
import { gather, slice, take, tensor } from 'cotangent'
import type { SliceRange, Tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../float64.ts'
import { holds } from '../holds.ts'
import { seed } from '../seed.ts'

/** The places that `start:stop:step` names on an axis, as Python's `range(*slice(..).indices(n))` does. */
const placesOf = (n: number, { start, stop, step = 1 }: SliceRange): readonly number[] => {
  const [least, most] = step > 0 ? [0, n] : [-1, n - 1]
  const bound = (value: number): number => Math.min(most, Math.max(least, value < 0 ? value + n : value))
  const first = start === undefined ? (step > 0 ? 0 : n - 1) : bound(start)
  const end = stop === undefined ? (step > 0 ? n : -1) : bound(stop)
  const places: number[] = []
  for (let k = first; step > 0 ? k < end : k > end; k += step) places.push(k)
  return places
}

describe('slice', () => {
  holds(laws.operation(composites['slice, backwards']))

  it('takes the entries that Python takes', () => {
    const bound = fc.option(fc.integer({ min: -9, max: 9 }), { nil: undefined })
    const steps = fc.integer({ min: -4, max: 4 }).filter((step) => step !== 0)
    fc.assert(
      fc.property(fc.nat(6), bound, bound, steps, (n, start, stop, step) => {
        const range = { step, ...(start === undefined ? {} : { start }), ...(stop === undefined ? {} : { stop }) }
        const x = tensor(
          Array.from({ length: n }, (_, k) => k),
          [n],
        ) as Tensor
        expect(Array.from(toArray(slice([range])(x) as Tensor))).toEqual(placesOf(n, range))
      }),
      { seed: seed(), numRuns: 300 },
    )
  })
})

describe('indices from the back', () => {
  const x = tensor([1, 2, 3, 4, 5, 6], [2, 3]) as Tensor

  it('are taken by gather and take', () => {
    expect(toNested(gather({ axis: 1 })(x, tensor([-1, 0, -3, 2], [2, 2])))).toEqual([
      [3, 1],
      [4, 6],
    ])
    expect(toNested(take({ axis: 1 })(x, tensor([-1, 0], [2])))).toEqual([
      [3, 1],
      [6, 4],
    ])
  })

  it('are refused where they go beyond the front', () => {
    expect(() => toArray(take({ axis: 1 })(x, tensor([-4], [1])))).toThrow()
    expect(() => toArray(gather({ axis: 1 })(x, tensor([3], [1, 1])))).toThrow()
  })
})

describe('gather', () => {
  it('takes fewer indices than there are entries along the other axes: the first', () => {
    const x = tensor([1, 2, 3, 4, 5, 6], [3, 2]) as Tensor
    expect(toNested(gather({ axis: 1 })(x, tensor([1, 0], [2, 1])))).toEqual([[2], [3]])
    expect(() => gather({ axis: 0 })(x, tensor([0, 0, 0], [1, 3]))).toThrow('Cannot gather')
  })
})
