import { fold, innerProduct, key, normal, ones, tensor, unfold } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { item, toNested } from '../float64.ts'
import { holds } from '../holds.ts'

const options = { kernel: [2, 3], stride: [2, 1], padding: [1, 1], dilation: [1, 2] } as const

describe('unfold', () => {
  holds(laws.operation(composites.unfold))

  it('has a column of cells for each window', () => {
    expect(toNested(unfold({ kernel: [1, 2] })(tensor([1, 2, 3], [1, 1, 1, 3])))).toEqual([
      [
        [1, 2],
        [2, 3],
      ],
    ])
  })
})

describe('fold', () => {
  holds(laws.operation(composites.fold))

  it('is the adjoint of unfold', () => {
    const x: Tensor = normal([2, 3, 5, 6])(key(1))
    const columns = unfold(options)(x)
    const y = normal(columns.shape)(key(2))
    const [left, right] = [item(innerProduct(columns, y)), item(innerProduct(x, fold([5, 6], options)(y)))]
    expect(Math.abs(left - right)).toBeLessThan(1e-10 * (1 + Math.abs(left)))
  })

  it('refuses columns of other numbers', () => {
    expect(() => fold([5, 6], options)(ones([1, 7, 4]))).toThrow('expected [N, C * 6, windows], found [1, 7, 4]')
    expect(() => fold([5, 6], options)(ones([1, 6, 4]))).toThrow(
      'expected 12 windows, as images of these sides have, found 4',
    )
  })
})
