import { arange, flatten, reshape, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { toArray, toNested } from '../float64.ts'
import { holds } from '../holds.ts'

const image = reshape([1, 1, 4, 4])(arange(16))

describe('flatten', () => {
  holds(laws.operation(composites.flatten))

  it('keeps every number, row-major', () => {
    expect(toNested(flatten(image))).toEqual([Array.from(toArray(image))])
    expect(flatten(zeros([0, 2, 3])).shape).toEqual([0, 6])
    expect(flatten(zeros([3])).shape).toEqual([3, 1])
  })

  it('refuses a scalar', () => {
    expect(() => flatten(zeros([]) as Tensor)).toThrow('expected a batch axis, found a scalar')
  })
})
