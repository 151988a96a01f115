import type { SliceRange, Tensor } from 'cotangent'
import { at, compile, slice, tensor, zeros } from 'cotangent'
import { composites, identities, laws, operations } from 'cotangent/laws'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sliceAlong } from '../../src/ops/slice.ts'
import { holds } from '../holds.ts'
import { toArray, toNested } from '../float64.ts'
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
  holds(laws.operation(operations.slice), laws.operation(composites['slice, backwards']), identities.slice)

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

  it('moves bounds beyond the ends to them', () => {
    const x = tensor([1, 2, 3, 4, 5], [5])
    expect(toNested(slice([{ start: -2, stop: 99 }])(x))).toEqual([4, 5])
    expect(toNested(slice([{ start: 4, stop: 1 }])(x))).toEqual([])
  })

  it('refuses more ranges than axes, and steps of 0', () => {
    expect(() => slice([{}, {}])(zeros([2]) as Tensor)).toThrow(
      'Cannot slice [2]: expected at most one range for each of 1 axis, found 2',
    )
    expect(() => slice([{ step: 0 }])(zeros([2]))).toThrow(
      'Cannot slice [2]: expected whole bounds for axis 0, and a step other than 0, found 0 to 2 by 0',
    )
  })
})

describe('options that there are not', () => {
  it('are refused, with those that there are', () => {
    expect(() => slice([{ start: 1, end: 2 }])(zeros([3]))).toThrow(
      "Cannot set the options of slice: expected options among start, stop, step, found 'end'",
    )
    expect(() => slice([1 as never])(zeros([3]))).toThrow(
      'Cannot set the options of slice: expected a record of options, found a number',
    )
    expect(() => at(0, { axes: 1 } as never)(zeros([3]))).toThrow("expected options among axis, found 'axes'")
  })
})

describe('at', () => {
  holds(laws.operation(composites.at))

  it('takes one entry and drops the axis', () => {
    const x = tensor([1, 2, 3, 4], [2, 2])
    expect(toNested(at(-1)(x))).toEqual([3, 4])
    expect(toNested(at(0, { axis: 1 })(x))).toEqual([1, 3])
  })

  it('refuses an index outside the axis', () => {
    expect(() => at(2)(zeros([2]))).toThrow('Cannot index [2]: expected an index from -2 to 1, found 2')
    const compiled = compile((index: number) => at(index)(zeros([2])))
    expect(() => compiled(1)).toThrow(
      'Cannot index [2]: expected a number, found a tensor, or an argument of a compiled function; use take',
    )
  })
})

describe('the primitive', () => {
  it.each<readonly [number, number]>([
    [1, 4],
    [-1, 2],
    [4, 5],
  ])('refuses bounds beyond the axis, whoever applies it: %d to %d', (from, to) => {
    expect(() => sliceAlong(zeros([2, 3]), 1, from, to)).toThrow('expected bounds of axis 1 from 0 to 3')
  })
})

describe('padZeros', () => {
  holds(laws.operation(operations.pad), identities.padZeros)
})
