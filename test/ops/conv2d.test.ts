import { conv1d, conv2d, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'

describe('conv1d', () => {
  holds(laws.operation(composites.conv1d))

  it('refuses images', () => {
    expect(() => conv1d()(zeros([1, 1, 4, 4]) as Tensor, zeros([1, 1, 2, 2]) as Tensor)).toThrow(
      'Cannot conv1d [1, 1, 4, 4] and [1, 1, 2, 2]: expected an input of rank 3, [N, C, ...S], found rank 4',
    )
  })
})

describe('conv2d', () => {
  holds(laws.operation(composites.conv2d))

  it('refuses signals', () => {
    expect(() => conv2d()(zeros([1, 1, 4]) as Tensor, zeros([1, 1, 2]) as Tensor)).toThrow(
      'Cannot conv2d [1, 1, 4] and [1, 1, 2]: expected an input of rank 4, [N, C, ...S], found rank 3',
    )
  })
})
