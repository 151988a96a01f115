/** @file Running products: by doubling, whatever the length, zeros included. */
import { cumprod, grad, ones, sum, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composites, laws } from 'cotangent/laws'
import { toArray, toNested } from '../float64.ts'
import { holds } from '../holds.ts'
import { seed } from '../seed.ts'

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

  it('goes along any axis, and refuses one that is not there', () => {
    const x = tensor([1, 2, 3, 4, 5, 6], [2, 3])
    expect(toNested(cumprod({ axis: 0 })(x))).toEqual([
      [1, 2, 3],
      [4, 10, 18],
    ])
    expect(() => cumprod({ axis: 1 })(ones([2]))).toThrow('expected an axis from -1 to 0, found 1')
  })
})
