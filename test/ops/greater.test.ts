import { greater, greaterEqual, less, lessEqual, tensor } from 'cotangent'
import { composites, lawOf, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('greater', () => {
  holds(
    laws.operation(composites.greater),
    lawOf(composites.greater, 'less exchanged', ([a, b]) => ({ left: greater(a, b), right: less(b, a) })),
  )

  it('compares entry by entry', () => {
    expect(toNested(greater(tensor([1, 2, 3, NaN], [4]), 2))).toEqual([0, 0, 1, 0])
  })
})

describe('greaterEqual', () => {
  holds(
    laws.operation(composites.greaterEqual),
    lawOf(composites.greaterEqual, 'lessEqual exchanged', ([a, b]) => ({
      left: greaterEqual(a, b),
      right: lessEqual(b, a),
    })),
  )

  it('compares entry by entry', () => {
    expect(toNested(greaterEqual(tensor([1, 2, 3, NaN], [4]), 2))).toEqual([0, 1, 1, 0])
  })
})
