import { conv3d, convTranspose3d, ones, zeros } from 'cotangent'
import { composites, identities, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'

describe('conv3d', () => {
  holds(laws.operation(composites.conv3d), identities.conv3d)

  it('refuses images, channels that do not fit, groups that are none and options that it does not have', () => {
    expect(() => conv3d()(zeros([1, 1, 4, 4]), zeros([1, 1, 2, 2]))).toThrow(
      'Cannot convolve [1, 1, 4, 4] with [1, 1, 2, 2]: expected three spatial axes in both, [N, C, D, H, W], found ranks 4 and 4',
    )
    expect(() => conv3d({ groups: 2 })(ones([1, 2, 3, 3, 3]), ones([2, 2, 1, 1, 1]))).toThrow(
      'expected 4 channels, as the kernel, found 2',
    )
    expect(() => conv3d({ groups: 0.5 })(ones([1, 1, 3, 3, 3]), ones([2, 2, 1, 1, 1]))).toThrow(/groups/)
    expect(() => conv3d({ ceilMode: true } as never)).toThrow(/'ceilMode'/)
  })
})

describe('convTranspose3d', () => {
  holds(laws.operation(composites.convTranspose3d), identities.convTranspose3d)

  it('refuses images, and channels that do not fit', () => {
    expect(() => convTranspose3d()(zeros([1, 1, 4, 4]), zeros([1, 1, 2, 2]))).toThrow(/three spatial axes/)
    expect(() => convTranspose3d()(ones([1, 2, 3, 3, 3]), ones([3, 1, 1, 1, 1]))).toThrow(
      'expected 3 channels, as the kernel, found 2',
    )
  })
})
