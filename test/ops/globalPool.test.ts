import { globalAvgPool2d, globalMaxPool2d, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { toNested } from '../float64.ts'
import { holds } from '../holds.ts'

const planes = tensor([1, 2, 3, 6, -1, -2, -3, -6], [1, 2, 2, 2])

describe('globalAvgPool2d', () => {
  holds(laws.operation(composites.globalAvgPool2d))

  it('is the mean of each plane', () => {
    expect(toNested(globalAvgPool2d(planes))).toEqual([[3, -3]])
  })

  it('refuses what are no images', () => {
    expect(() => globalAvgPool2d(zeros([2, 3]) as Tensor)).toThrow('Cannot globalAvgPool2d [2, 3]')
  })
})

describe('globalMaxPool2d', () => {
  holds(laws.operation(composites.globalMaxPool2d))

  it('is the greatest cell of each plane', () => {
    expect(toNested(globalMaxPool2d(planes))).toEqual([[6, -1]])
  })
})
