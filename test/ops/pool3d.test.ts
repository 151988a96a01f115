import { grad, maxPool3d, ones, reshape, sum, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, identities, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { item } from '../float64.ts'
import { holds } from '../holds.ts'
import { expectNear } from '../near.ts'

describe('maxPool3d', () => {
  holds(laws.operation(composites.maxPool3d), identities.maxPool3d)

  it('gives the cotangent of equal maxima to the first in row-major order', () => {
    const x = tensor([3, 3, 3, 3, 3, 3, 3, 3], [1, 1, 2, 2, 2])
    const slopes = grad((t: Tensor) => sum()(maxPool3d({ kernel: 2 })(t)))(x)
    expectNear(slopes, [1, 0, 0, 0, 0, 0, 0, 0])
  })

  it('lets NaN win', () => {
    const x = tensor([1, 2, 3, NaN, 5, 6, 7, 8], [1, 1, 2, 2, 2])
    expect(item(reshape([])(maxPool3d({ kernel: 2 })(x)))).toBeNaN()
  })

  it('refuses images, settings of two axes, and options that it does not have', () => {
    expect(() => maxPool3d({ kernel: 2 })(zeros([1, 1, 4, 4]))).toThrow('expected [N, C, D, H, W], found [1, 1, 4, 4]')
    expect(() => maxPool3d({ kernel: [2, 2] })(ones([1, 1, 4, 4, 4]))).toThrow('expected kernel for 3 axes, found 2')
    expect(() => maxPool3d({ kernel: 0 })).toThrow(/'kernel'/)
    expect(() => maxPool3d({ kernel: 2, countIncludePad: true } as never)).toThrow(/'countIncludePad'/)
  })
})

describe('avgPool3d', () => {
  holds(laws.operation(composites.avgPool3d), identities.avgPool3d)
})
