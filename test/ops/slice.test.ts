import { at, slice, tensor, zeros } from 'cotangent'
import { composites, equations, lawOf, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import type { SliceRange } from 'cotangent'
import { toArray, toNested } from '../float64.ts'

/** Where a range of an axis starts and how it steps, by NumPy's rule. */
const starts = (length: number, { start = 0, stop = length, step = 1 }: SliceRange): readonly number[] => {
  const bound = (at: number): number => Math.min(Math.max(at < 0 ? at + length : at, 0), length)
  return Array.from({ length }, (_, index) => index).filter(
    (index) => index >= bound(start) && index < bound(stop) && (index - bound(start)) % step === 0,
  )
}

describe('slice', () => {
  holds(
    laws.operation(operations.slice),
    lawOf(operations.slice, 'takes the entries that NumPy takes', ([x], { f, geometry: { ranges } }) => {
      const kept = x.shape.map((length, axis) => starts(length, ranges[axis] ?? {}))
      const strides = x.shape.map((_, axis) => x.shape.slice(axis + 1).reduce((a, b) => a * b, 1))
      const offsets = kept.reduce<readonly number[]>(
        (all, indices, axis) => all.flatMap((at) => indices.map((index) => at + index * strides[axis]!)),
        [0],
      )
      const values = toArray(x)
      return {
        left: f(x),
        right: tensor(
          offsets.map((at) => values[at]!),
          kept.map((indices) => indices.length),
        ),
      }
    }),
  )

  it('moves bounds beyond the ends to them', () => {
    const x = tensor([1, 2, 3, 4, 5], [5])
    expect(toNested(slice([{ start: -2, stop: 99 }])(x))).toEqual([4, 5])
    expect(toNested(slice([{ start: 4, stop: 1 }])(x))).toEqual([])
  })

  it('refuses more ranges than axes, and steps below 1', () => {
    expect(() => slice([{}, {}])(zeros([2]))).toThrow('Cannot slice [2]: 2 ranges are more than 1 axes')
    expect(() => slice([{ step: 0 }])(zeros([2]))).toThrow(
      'Cannot slice [2]: axis 0 takes whole bounds and a step of 1 or more',
    )
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
    expect(() => at(2)(zeros([2]))).toThrow('Cannot index [2]: index 2 is outside the 2 entries of the axis')
  })
})

describe('padZeros', () => {
  holds(
    laws.operation(operations.pad),
    lawOf(operations.pad, 'slicing undoes padding', ([x], { f, geometry: { low, interior } }) =>
      equations.inverse(
        f,
        slice(
          x.shape.map((length, axis) => {
            const [start, step] = [low[axis]!, interior[axis]! + 1]
            return { start, stop: start + Math.max(0, length * step - interior[axis]!), step }
          }),
        ),
        x,
      ),
    ),
  )
})
