import { convTranspose1d, convTranspose2d, ones, tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { toNested } from '../float64.ts'

describe('convTranspose1d', () => {
  it('spreads signals and refuses images', () => {
    const x = tensor([1, 10], [1, 1, 2])
    expect(toNested(convTranspose1d({ stride: 2, padding: [[0, 1]] })(x, ones([1, 1, 3])))).toEqual([[[1, 1, 11, 10]]])
    expect(() => convTranspose1d()(ones([1, 2, 3, 3]), ones([2, 1, 1, 1]))).toThrow('rank 3')
  })
})

describe('convTranspose2d', () => {
  it('spreads images and refuses signals', () => {
    const x = tensor([1, 2, 3, 4], [1, 1, 2, 2])
    expect(toNested(convTranspose2d()(x, ones([1, 1, 1, 2])))).toEqual([
      [
        [
          [1, 3, 2],
          [3, 7, 4],
        ],
      ],
    ])
    expect(() => convTranspose2d()(ones([1, 2, 4]), ones([2, 1, 2]))).toThrow('rank 4')
  })
})
