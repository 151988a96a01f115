import { avgPool1d, avgPool2d, maxPool1d, maxPool2d, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { toNested } from '../float64.ts'

const signal = zeros([1, 1, 4]) as Tensor
const image = zeros([1, 1, 4, 4]) as Tensor

describe('maxPool1d', () => {
  it('pools signals and refuses images', () => {
    expect(toNested(maxPool1d({ kernel: 2 })(tensor([1, 3, -2, -1], [1, 1, 4])))).toEqual([[[3, -1]]])
    expect(() => maxPool1d({ kernel: 2 })(image)).toThrow(
      'Cannot maxPool1d [1, 1, 4, 4]: the input has rank 3, [N, C, ...S]',
    )
  })
})

describe('maxPool2d', () => {
  it('pools images and refuses signals', () => {
    expect(toNested(maxPool2d({ kernel: 2 })(tensor([1, 2, 3, 4], [1, 1, 2, 2])))).toEqual([[[[4]]]])
    expect(() => maxPool2d({ kernel: 2 })(signal)).toThrow(
      'Cannot maxPool2d [1, 1, 4]: the input has rank 4, [N, C, ...S]',
    )
  })
})

describe('avgPool1d', () => {
  it('pools signals and refuses images', () => {
    expect(toNested(avgPool1d({ kernel: 2 })(tensor([1, 3, -2, -1], [1, 1, 4])))).toEqual([[[2, -1.5]]])
    expect(() => avgPool1d({ kernel: 2 })(image)).toThrow(
      'Cannot avgPool1d [1, 1, 4, 4]: the input has rank 3, [N, C, ...S]',
    )
  })
})

describe('avgPool2d', () => {
  it('pools images and refuses signals', () => {
    expect(toNested(avgPool2d({ kernel: 2 })(tensor([1, 2, 3, 4], [1, 1, 2, 2])))).toEqual([[[[2.5]]]])
    expect(() => avgPool2d({ kernel: 2 })(signal)).toThrow(
      'Cannot avgPool2d [1, 1, 4]: the input has rank 4, [N, C, ...S]',
    )
  })
})
