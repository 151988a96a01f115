/** @file Running products: by doubling, whatever the length and the range, zeros included. */
import { cumprod, defaultRuntime, grad, ones, referenceRuntime, sum, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composites, laws } from 'cotangent/laws'
import { toArray, toNested } from '../float64.ts'
import { holds } from '../holds.ts'
import { seed } from '../seed.ts'

/** Powers of two whose running products are powers of two from 2^-reach to 2^reach. */
const walks = (reach: number): fc.Arbitrary<readonly number[]> =>
  fc.array(fc.integer({ min: -reach, max: reach }), { maxLength: 20 }).map((steps) => {
    let place = 0
    return steps.map((step) => {
      const before = place
      place = Math.min(Math.max(place + step, -reach), reach)
      return 2 ** (place - before)
    })
  })

const running = (row: readonly number[]): readonly number[] => {
  let product = 1
  return row.map((x) => (product *= x))
}

describe('cumprod', () => {
  holds(laws.operation(composites.cumprod))

  it('multiplies whole numbers as a loop does, along axes of any length', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(-1, 1, 2, 0.5, 0), { maxLength: 40 }), (row) => {
        let product = 1
        const expected = row.map((x) => (product *= x))
        const found = toArray(cumprod()(tensor(row, [row.length])))
        expect(Array.from(found, (x) => x + 0)).toEqual(expected.map((x) => x + 0))
      }),
      { seed: seed() },
    )
  })

  it('has its derivative where entries are 0', () => {
    const total = (x: Tensor): Tensor<readonly []> => sum()(cumprod()(x))
    // a + ab + abc + abcd at [2, 0, 3, 0]
    expect(toNested(grad(total)(tensor([2, 0, 3, 0], [4])))).toEqual([1, 8, 0, 0])
  })

  it.each([
    ['the reference', 1000, referenceRuntime],
    ['the default', 120, defaultRuntime],
  ])('is the loop over the whole range of the %s runtime', (_, reach, runtime) => {
    fc.assert(
      fc.property(walks(reach), (row) => {
        expect(Array.from(runtime.toArray(cumprod()(tensor(row, [row.length]))))).toEqual(running(row))
      }),
      { seed: seed() },
    )
  })

  it.each([
    [
      [1e30, 1e-30, 1e-30, 1e30],
      [1e30, 1, 1e-30, 1],
      [1, 2e30, 1e30, 1e-30],
    ],
    [
      [1e-30, 1e30, 1e30],
      [1e-30, 1, 1e30],
      [Infinity, 1, 1],
    ],
    [
      [0, 1e30, 1e30],
      [0, 0, 0],
      [Infinity, 0, 0],
    ],
    [
      [0, 1, 1e30, 1e30],
      [0, 0, 0, 0],
      [Infinity, 0, 0, 0],
    ],
    [
      [Infinity, 2, 0],
      [Infinity, Infinity, Number.NaN],
      [3, Infinity, Infinity],
    ],
  ])('keeps %j in range at the default runtime, and its derivative', (row, products, slopes) => {
    const total = (x: Tensor): Tensor<readonly []> => sum()(cumprod()(x))
    const x = tensor(row, [row.length])
    expect(Array.from(defaultRuntime.toArray(cumprod()(x)))).toEqual(products.map(Math.fround))
    const found = defaultRuntime.toArray(grad(total)(x))
    slopes.forEach((slope, k) => {
      if (Number.isFinite(slope)) expect(found[k]! / (slope || 1)).toBeCloseTo(slope === 0 ? 0 : 1, 6)
      else expect(found[k]).toBe(slope)
    })
  })

  it('has second derivatives where an entry is 0 and others are huge', () => {
    const last = (x: Tensor): Tensor<readonly []> => sum()(grad((y: Tensor) => sum()(cumprod()(y)))(x))
    // Slopes of [a, b, c] are 1 + b + b c, a + a c, a b; at [0, 1e-30, 1e30] their sum has these derivatives.
    const expected = [1 + 1e30 + 1e-30, 1 + 1e30, 1e-30]
    const found = toArray(grad(last)(tensor([0, 1e-30, 1e30], [3])))
    expected.forEach((slope, k) => expect(found[k]! / slope).toBeCloseTo(1, 12))
  })

  it('goes along any axis, and refuses one that is not there', () => {
    const x = tensor([1, 2, 3, 4, 5, 6], [2, 3])
    expect(toNested(cumprod({ axis: 0 })(x))).toEqual([
      [1, 2, 3],
      [4, 10, 18],
    ])
    expect(() => cumprod({ axis: 1 })(ones([2]))).toThrow('expected an axis from -1 to 0, found 1')
  })
})
